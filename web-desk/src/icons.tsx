import type { ReactNode } from 'react';

/** The few drawings that the desk needs, 20 px on a 24 grid; always beside words, so hidden from screen readers. */
function Drawing({ children, size = 20 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="shrink-0"
    >
      {children}
    </svg>
  );
}

export const SearchIcon = () => (
  <Drawing>
    <circle cx="11" cy="11" r="6.5" />
    <path d="m16 16 4 4" />
  </Drawing>
);

export const BackIcon = () => (
  <Drawing>
    <path d="m14.5 5.5-6.5 6.5 6.5 6.5" />
  </Drawing>
);

export const PlusIcon = () => (
  <Drawing>
    <path d="M12 5v14M5 12h14" />
  </Drawing>
);

export const SendIcon = () => (
  <Drawing>
    <path d="M12 19V5.5M6 11l6-6 6 6" />
  </Drawing>
);

export const CloseIcon = () => (
  <Drawing size={18}>
    <path d="m6 6 12 12M18 6 6 18" />
  </Drawing>
);

export const CheckIcon = () => (
  <Drawing size={18}>
    <path d="m5 12.5 4.5 4.5L19 7.5" />
  </Drawing>
);

export const SignOutIcon = () => (
  <Drawing>
    <path d="M14 4.5H6.5v15H14M11 12h9.5M17 8.5l3.5 3.5-3.5 3.5" />
  </Drawing>
);

/** The desk's mark, as in `public/icon.svg`. */
export const Mark = ({ size = 28 }: { size?: number }) => (
  <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" className="shrink-0">
    <rect width="32" height="32" rx="8" fill="#0F766E" />
    <path
      d="M9 9.5h14a2.5 2.5 0 0 1 2.5 2.5v6.5A2.5 2.5 0 0 1 23 21h-6.2l-4.3 3.6c-.5.4-1.2.1-1.2-.6V21H9a2.5 2.5 0 0 1-2.5-2.5V12A2.5 2.5 0 0 1 9 9.5Z"
      fill="none"
      stroke="#fff"
      strokeWidth="2"
      strokeLinejoin="round"
    />
    <path
      d="m12.4 15.2 2.5 2.4 4.7-4.8"
      fill="none"
      stroke="#fff"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);

export const PersonIcon = () => (
  <Drawing>
    <circle cx="12" cy="8.5" r="3.75" />
    <path d="M4.5 20c1-3.6 4-5.5 7.5-5.5s6.5 1.9 7.5 5.5" />
  </Drawing>
);

export const StarIcon = ({ full, size = 20 }: { full: boolean; size?: number }) => (
  <svg
    aria-hidden="true"
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill={full ? 'currentColor' : 'none'}
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinejoin="round"
    className="shrink-0"
  >
    <path d="m12 3.6 2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.8-5.2 2.8 1-5.8-4.2-4.1 5.8-.8Z" />
  </svg>
);

export const MoreIcon = () => (
  <Drawing>
    <path d="M5.5 12h.01M12 12h.01M18.5 12h.01" strokeWidth="2.5" />
  </Drawing>
);

export const BellIcon = ({ full = false }: { full?: boolean }) => (
  <Drawing>
    <path
      d="M6.5 10a5.5 5.5 0 0 1 11 0c0 5 2 6.5 2 6.5h-15s2-1.5 2-6.5ZM10 19.5a2.2 2.2 0 0 0 4 0"
      fill={full ? 'currentColor' : 'none'}
    />
  </Drawing>
);

export const ScreenIcon = () => (
  <Drawing>
    <rect x="3.5" y="5" width="17" height="11" rx="1.5" />
    <path d="M9 20h6M12 16v4" />
  </Drawing>
);

export const SplitIcon = () => (
  <Drawing>
    <rect x="3.5" y="5" width="17" height="14" rx="2" />
    <path d="M10 5v14" />
  </Drawing>
);

export const ClipIcon = () => (
  <Drawing>
    <path d="m19 11.5-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.8-7.8a3.1 3.1 0 0 1 4.4 4.4l-7.6 7.6a1.5 1.5 0 0 1-2.2-2.2l6.8-6.8" />
  </Drawing>
);

export const CameraIcon = () => (
  <Drawing>
    <path d="M4 8.5A1.5 1.5 0 0 1 5.5 7h2.6l1.6-2.5h4.6L15.9 7h2.6A1.5 1.5 0 0 1 20 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5Z" />
    <circle cx="12" cy="12.8" r="3.3" />
  </Drawing>
);

export const FileIcon = () => (
  <Drawing>
    <path d="M13.5 3.5h-7v17h11v-13Zm0 0v4h4" />
  </Drawing>
);

export const RetryIcon = () => (
  <Drawing>
    <path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 4v4.5H15" />
  </Drawing>
);

export const DownloadIcon = () => (
  <Drawing>
    <path d="M12 4.5v10.5M7.5 11l4.5 4.5 4.5-4.5M5 19.5h14" />
  </Drawing>
);

export const DownIcon = () => (
  <Drawing size={18}>
    <path d="M12 5v13.5M6 13l6 6 6-6" />
  </Drawing>
);

export const SmileIcon = () => (
  <Drawing size={18}>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M8.5 14.2a4.3 4.3 0 0 0 7 0M9 9.6h.01M15 9.6h.01" />
  </Drawing>
);

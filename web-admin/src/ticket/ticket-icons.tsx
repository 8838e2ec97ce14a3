import { Icon } from '../icons.tsx';

export const AttachIcon = () => (
  <Icon>
    <path d="m12.8 7.6-4.9 4.9a3.1 3.1 0 0 1-4.4-4.4l5.3-5.3a2 2 0 0 1 2.9 2.9l-5.2 5.2a1 1 0 0 1-1.4-1.4l4.7-4.7" />
  </Icon>
);
export const FileIcon = () => (
  <Icon>
    <path d="M4 1.8h5.2L12.5 5v9.2H4zM9 1.8V5.2h3.5" />
  </Icon>
);
export const DownloadIcon = () => (
  <Icon>
    <path d="M8 2.5v7.7M4.8 7.2 8 10.4l3.2-3.2M3 13.3h10" />
  </Icon>
);
export const PageIcon = () => (
  <Icon>
    <path d="M9.3 2.5h4.2v4.2M13.2 2.8 9 7M6.7 13.5H2.5V9.3M2.8 13.2 7 9" />
  </Icon>
);
export const PanelIcon = () => (
  <Icon>
    <path d="M2.2 3h11.6v10H2.2zM9.5 3v10" />
  </Icon>
);
export const BellIcon = () => (
  <Icon>
    <path d="M8 2.3a3.9 3.9 0 0 0-3.9 3.9c0 3.4-1.4 4.6-1.4 4.6h10.6s-1.4-1.2-1.4-4.6A3.9 3.9 0 0 0 8 2.3zM6.8 13.2a1.3 1.3 0 0 0 2.4 0" />
  </Icon>
);
export const GripIcon = () => (
  <Icon>
    <path d="M6 4h.01M6 8h.01M6 12h.01M10 4h.01M10 8h.01M10 12h.01" strokeWidth="2" />
  </Icon>
);
export const StarIcon = ({ full }: { full: boolean }) => (
  <Icon size={14}>
    <path
      d="m8 1.8 1.9 4 4.3.6-3.1 3 .8 4.3L8 11.6l-3.9 2.1.8-4.3-3.1-3 4.3-.6z"
      fill={full ? 'currentColor' : 'none'}
    />
  </Icon>
);

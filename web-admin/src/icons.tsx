import { Icon } from './icon.tsx';

export const ProjectsIcon = () => (
  <Icon size={18}>
    <rect x="2" y="2.5" width="3.4" height="11" rx="1" />
    <rect x="6.9" y="2.5" width="3.4" height="7" rx="1" />
    <path d="M12.3 2.5h1a.9.9 0 0 1 .9.9v7.2a.9.9 0 0 1-.9.9h-1" />
  </Icon>
);
export const CompaniesIcon = () => (
  <Icon size={18}>
    <path d="M3 13.5v-10a1 1 0 0 1 1-1h5a1 1 0 0 1 1 1v10M10 6.5h2.2a.8.8 0 0 1 .8.8v6.2M1.8 13.5h12.4M5.5 5.5h2M5.5 8h2M5.5 10.5h2" />
  </Icon>
);
export const PeopleIcon = () => (
  <Icon size={18}>
    <circle cx="6" cy="5.5" r="2.4" />
    <path d="M1.8 13c.3-2.4 2-3.8 4.2-3.8s3.9 1.4 4.2 3.8M10.6 3.3a2.3 2.3 0 0 1 0 4.4M12 9.6c1.3.5 2.1 1.7 2.3 3.4" />
  </Icon>
);
export const ReportsIcon = () => (
  <Icon size={18}>
    <path d="M2.5 2.5v11h11M5.5 10.5V8M8.5 10.5V5M11.5 10.5V6.8" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="7" cy="7" r="4.2" />
    <path d="m10.2 10.2 3.3 3.3" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M8 3.5v9M3.5 8h9" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);
export const GripIcon = () => (
  <Icon>
    <path d="M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01" strokeWidth="2" />
  </Icon>
);
export const UpIcon = () => (
  <Icon>
    <path d="m4 10 4-4 4 4" />
  </Icon>
);
export const DownIcon = () => (
  <Icon>
    <path d="m4 6 4 4 4-4" />
  </Icon>
);
export const FilterIcon = () => (
  <Icon>
    <path d="M2.5 4h11M4.5 8h7M6.5 12h3" />
  </Icon>
);
export const ColumnsIcon = () => (
  <Icon>
    <rect x="2.5" y="3" width="11" height="10" rx="1.5" />
    <path d="M6.2 3v10M9.8 3v10" />
  </Icon>
);
export const DownloadIcon = () => (
  <Icon>
    <path d="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13h10" />
  </Icon>
);
export const PencilIcon = () => (
  <Icon>
    <path d="m3 13 .7-3L10.5 3.2a1.3 1.3 0 0 1 1.9 0l.4.4a1.3 1.3 0 0 1 0 1.9L6 12.3z" />
  </Icon>
);
export const TicketsIcon = () => (
  <Icon size={18}>
    <path d="M2.5 4h.01M5.5 4h8M2.5 8h.01M5.5 8h8M2.5 12h.01M5.5 12h8" />
  </Icon>
);
export const DashboardIcon = () => (
  <Icon size={18}>
    <path d="M2.5 7.2 8 2.5l5.5 4.7V13a.7.7 0 0 1-.7.7H9.8V9.8H6.2v3.9h-3a.7.7 0 0 1-.7-.7z" />
  </Icon>
);
export const FindIcon = () => (
  <Icon size={18}>
    <circle cx="7" cy="7" r="4.2" />
    <path d="m10.2 10.2 3.3 3.3" />
  </Icon>
);
export const BellIcon = () => (
  <Icon size={18}>
    <path d="M3.5 11.5c.9-1 1.2-2 1.2-4a3.3 3.3 0 0 1 6.6 0c0 2 .3 3 1.2 4zM6.8 13.5h2.4" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="m3.5 8.5 3 3 6-7" />
  </Icon>
);
export const LeftIcon = () => (
  <Icon>
    <path d="m10 4-4 4 4 4" />
  </Icon>
);
export const RightIcon = () => (
  <Icon>
    <path d="m6 4 4 4-4 4" />
  </Icon>
);
export const LinkIcon = () => (
  <Icon>
    <path d="M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.7.7M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.4 8.9a2.6 2.6 0 0 0 3.7 3.7l.7-.7" />
  </Icon>
);
export const KeysIcon = () => (
  <Icon>
    <rect x="1.5" y="4" width="13" height="8" rx="1.5" />
    <path d="M4 6.7h.01M6.7 6.7h.01M9.3 6.7h.01M12 6.7h.01M5 9.5h6" />
  </Icon>
);
export const ClockIcon = () => (
  <Icon size={12}>
    <circle cx="8" cy="8" r="5.8" />
    <path d="M8 4.8V8l2.2 1.4" />
  </Icon>
);
export const CommentIcon = () => (
  <Icon size={12}>
    <path d="M2.5 3.5h11v7.5H7l-3 2.5V11H2.5z" />
  </Icon>
);
export const LockIcon = () => (
  <Icon size={12}>
    <rect x="3.5" y="7" width="9" height="6.5" rx="1" />
    <path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
  </Icon>
);
export const ArchiveIcon = () => (
  <Icon>
    <path d="M2 3h12v3H2zM3 6v7h10V6M6.5 9h3" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon>
    <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.4" />
  </Icon>
);

export const ExpandIcon = () => (
  <Icon>
    <path d="m6 4 4 4-4 4" />
  </Icon>
);
export const SubtasksIcon = () => (
  <Icon size={12}>
    <path d="M2.5 4.5 4 6l2.5-3M9 4.5h5M2.5 11 4 12.5l2.5-3M9 11h5" />
  </Icon>
);

/** Looking back in time. */
export const HistoryIcon = () => (
  <Icon>
    <path d="M2.6 8a5.4 5.4 0 1 0 1.7-3.9L2.6 5.7M2.6 2.7v3h3M8 5.2V8l2 1.3" />
  </Icon>
);
export const PlayIcon = () => (
  <Icon>
    <path d="M5 3.2v9.6L12.5 8z" fill="currentColor" />
  </Icon>
);
export const PauseIcon = () => (
  <Icon>
    <path d="M5.5 3.5v9M10.5 3.5v9" />
  </Icon>
);
export const PreviousIcon = () => (
  <Icon>
    <path d="m10 4-4 4 4 4" />
  </Icon>
);
export const NextIcon = () => (
  <Icon>
    <path d="m6 4 4 4-4 4" />
  </Icon>
);

export { CategoryRing, PriorityBars, TypeIcon } from './ticket-signs.tsx';
export { Icon };

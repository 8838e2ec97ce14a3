import { Icon } from '../icons.tsx';

export const ChatIcon = () => (
  <Icon size={18}>
    <path d="M2 3.2h9.2v6.6H6L3.6 12V9.8H2z" />
    <path d="M13 6h1.2v6.4h-1.4v1.9l-2.1-1.9H7.6" />
  </Icon>
);
export const SendIcon = () => (
  <Icon>
    <path d="M2.5 8 13.5 3l-3.2 10.2L7.6 9.2zM7.6 9.2 13.5 3" />
  </Icon>
);
export const ReplyIcon = () => (
  <Icon>
    <path d="M6.5 3.5 2.8 7l3.7 3.5M3 7h6.2a4 4 0 0 1 4 4v1.5" />
  </Icon>
);
export const SmileIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.8" />
    <path d="M5.6 9.4c1 1.6 3.8 1.6 4.8 0M6 6.4h.01M10 6.4h.01" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon>
    <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.2" />
  </Icon>
);
export const FileIcon = () => (
  <Icon size={18}>
    <path d="M4 1.8h5L12.5 5v9.2H4zM9 1.8V5h3.5" />
  </Icon>
);
export const ClipIcon = () => (
  <Icon>
    <path d="m12.8 7.6-4.9 4.9a3 3 0 0 1-4.3-4.3l5.3-5.3a2 2 0 0 1 2.9 2.9l-5.3 5.2a1 1 0 0 1-1.4-1.4l4.6-4.6" />
  </Icon>
);
export const GroupIcon = () => (
  <Icon size={18}>
    <circle cx="8" cy="5.4" r="2.3" />
    <path d="M4 12.8c.2-2.3 1.8-3.6 4-3.6s3.8 1.3 4 3.6M2.6 8.6a1.8 1.8 0 0 1 .7-3.4M13.4 8.6a1.8 1.8 0 0 0-.7-3.4" />
  </Icon>
);
export const TicketRoomIcon = () => (
  <Icon size={18}>
    <path d="M2.5 5h11v2a1.3 1.3 0 0 0 0 2.4v2h-11v-2a1.3 1.3 0 0 0 0-2.4zM9.5 5v6.4" />
  </Icon>
);
export const BackIcon = () => (
  <Icon>
    <path d="M9.8 3.5 5.3 8l4.5 4.5" />
  </Icon>
);

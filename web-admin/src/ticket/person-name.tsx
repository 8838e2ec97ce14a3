import { Avatar } from '../shell/avatar.tsx';

export function PersonName({ id, name }: { id: string; name: string }) {
  return (
    <span className="with-icon">
      <Avatar id={id} name={name} size={18} />
      <span className="clip">{name}</span>
    </span>
  );
}

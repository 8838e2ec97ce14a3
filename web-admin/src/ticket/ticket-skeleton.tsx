import { AfterMoment } from '../shell/empty-states.tsx';
import './ticket.css';

/** The shape of a ticket that is on its way. */
export function TicketSkeleton() {
  return (
    <AfterMoment>
      <div className="ticket">
        <div className="ticket-main">
          <div className="skeleton" style={{ width: '62%', height: 24, marginBottom: 20 }} />
          {[92, 96, 88, 40].map((width) => (
            <div
              key={width}
              className="skeleton"
              style={{ width: `${width}%`, height: 12, marginBottom: 10 }}
            />
          ))}
          <div className="skeleton" style={{ height: 84, marginTop: 28 }} />
        </div>
        <div className="ticket-side">
          {[70, 84, 52, 60, 76, 48].map((width) => (
            <div
              key={width}
              className="skeleton"
              style={{ width: `${width}%`, height: 14, marginBottom: 18 }}
            />
          ))}
        </div>
      </div>
    </AfterMoment>
  );
}

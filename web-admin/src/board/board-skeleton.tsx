import { AfterMoment } from '../shell/empty-states.tsx';

/** The shape of a board that is on its way. */
export function BoardSkeleton() {
  return (
    <AfterMoment>
      <div className="board-page">
        <div className="project-bar" />
        <div className="filter-row" />
        <div className="columns">
          {[3, 2, 4, 1].map((cards, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the shape of a board has no identity
            <div key={column} className="column">
              <div className="column-head">
                <div className="skeleton" style={{ width: 90, height: 12 }} />
              </div>
              <div className="column-body">
                <div className="column-scroll">
                  {Array.from({ length: cards }, (_, card) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the shape of a board has no identity
                    <div key={card} className="skeleton" style={{ height: 84, marginBottom: 8 }} />
                  ))}
                </div>
              </div>
            </div>
          ))}
        </div>
      </div>
    </AfterMoment>
  );
}

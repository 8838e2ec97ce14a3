/** A number that the environment may set. @throws Error for what is no number above 0 */
const size = (name: string, unlessTold: number): number => {
  const text = process.env[name];
  if (text === undefined || text === '') return unlessTold;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${name} is ${text}; give a number above 0.`);
  return value;
};

/** How long and how much each benchmark measures; docs/performance.md has them in a table. */
export const sizes = {
  /** Length of each measurement in time, in seconds. */
  seconds: size('SECONDS', 15),
  /** HTTP clients and concurrent appenders. */
  clients: size('CLIENTS', 64),
  /** Events of the log that catch-up and rebuild go through. */
  events: size('EVENTS', 100_000),
  /** Events of the long log. */
  manyEvents: size('MANY_EVENTS', 1_000_000),
  /** Sockets on one node. */
  sockets: size('SOCKETS', 5_000),
  /** Changes that are told to all of them, one after the other. */
  broadcasts: size('BROADCASTS', 20),
  /** Cards of the board that is looked at in a browser. */
  cards: size('CARDS', 5_000),
  /** Comments of the ticket that is looked at in a browser. */
  comments: size('COMMENTS', 2_000),
  /** Events that go through Kafka. */
  kafkaEvents: size('KAFKA_EVENTS', 50_000),
} as const;

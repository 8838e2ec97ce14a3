import { itKeepsTheBusContract } from './bus.contract.ts';
import { createInMemoryBus } from './in-memory-bus.ts';

// One bus is the whole process: every node that a test plays is on it.
const bus = createInMemoryBus();
itKeepsTheBusContract(async () => ({ ...bus, close: async () => undefined }));

import { createInMemoryPresence } from './in-memory-presence.ts';
import { itKeepsThePresenceContract } from './presence.contract.ts';

const presence = createInMemoryPresence();
itKeepsThePresenceContract(async (lastsMs) => presence.node(lastsMs));

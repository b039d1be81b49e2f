import { parentPort, workerData } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';

// Runs in a thread of its own: reading a whole database takes longer than the engine may stand still.
const sqlite = new SqliteDatabase(String(workerData), { readonly: true, timeout: 5000 });
const answer: unknown = sqlite.pragma('quick_check(1)', { simple: true });
sqlite.close();
parentPort?.postMessage(answer);

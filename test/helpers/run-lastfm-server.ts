import { parseArgs } from 'node:util';
import { startLastfmServer } from './lastfm-server.ts';

// The test server as a process of its own: says where it is in one line of JSON, serves until SIGTERM.
const { values } = parseArgs({ options: { port: { type: 'string' }, 'auto-approve': { type: 'string' } } });
const server = await startLastfmServer({
  port: Number(values.port ?? 0),
  ...(values['auto-approve'] === undefined ? {} : { autoApprove: values['auto-approve'] }),
});
const { url, authUrl, apiKey, sharedSecret } = server;
process.stdout.write(`${JSON.stringify({ url, authUrl, apiKey, sharedSecret })}\n`);
process.once('SIGTERM', () => void server.close());

/** A web service on this machine that notes every call; what happens at a call is the test's to say. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  readonly key: string;
}

export class WordServer {
  readonly calls: Call[] = [];
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** `onCall` answers the word; null: there is no answer, because the caller will not be there to hear it. */
  static async start(onCall: (calls: number) => string | null): Promise<WordServer> {
    const server = createServer((request, response) => {
      request.resume();
      words.calls.push({ key: keyOf(request) });
      const word = onCall(words.calls.length);
      if (word === null) return;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ word }));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const words = new WordServer(server);
    return words;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}

function keyOf(request: IncomingMessage): string {
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' ? key : '';
}

import type { Page, WebSocketRoute } from 'playwright-core';

/** The connection of a page, which a test can cut and mend. */
export type Line = {
  /** Requests fail, the socket breaks, and the device says that it is offline. */
  cut(): Promise<void>;
  mend(): Promise<void>;
};

/** Before the page opens its socket: a browser that plays offline leaves open sockets alone, so they go through here. */
export async function lineOf(page: Page): Promise<Line> {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/\/ws$/, (socket) => {
    if (isCut) {
      void socket.close({ code: 1011 });
      return;
    }
    const server = socket.connectToServer();
    open.add(socket);
    socket.onMessage((words) => server.send(words));
    server.onMessage((words) => {
      if (!isCut) socket.send(words);
    });
    const end = () => open.delete(socket);
    socket.onClose((code, reason) => {
      end();
      void server.close({ ...(code !== undefined && { code }), ...(reason !== undefined && { reason }) });
    });
    server.onClose((code, reason) => {
      end();
      void socket.close({ ...(code !== undefined && { code }), ...(reason !== undefined && { reason }) });
    });
  });
  return {
    async cut() {
      isCut = true;
      await page.context().setOffline(true);
      for (const socket of [...open]) await socket.close({ code: 1011 });
      open.clear();
    },
    async mend() {
      isCut = false;
      await page.context().setOffline(false);
    },
  };
}

/** What a browser prints by itself while its connection is cut, the server is gone or has just come back, or refuses what waited. */
export const ofTheBreak =
  /ERR_(INTERNET_DISCONNECTED|CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING|ABORTED)|WebSocket connection|status of (401|409|422|429|502|503|504)/;

import WebSocket from 'ws';

/**
 * Opens a socket, signs it in and subscribes it to a channel.
 * @param onText hears of every frame that comes after that
 * @throws Error when the server refuses or closes it before
 */
export async function openLiveSocket(
  apiUrl: string,
  access: string,
  channel: string,
  onText: (text: string) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(`${apiUrl.replace('http', 'ws')}/ws`, { perMessageDeflate: false });
  let subscribed = false;
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.once('close', (code, reason) => reject(new Error(`closed with ${code} ${reason}`)));
    socket.once('open', () => socket.send(JSON.stringify({ type: 'authenticate', access })));
    socket.on('message', (data) => {
      const text = String(data);
      if (subscribed) return onText(text);
      const { type } = JSON.parse(text) as { type?: string }; // a frame of our own server
      if (type === 'authenticated') socket.send(JSON.stringify({ type: 'subscribe', channel }));
      else if (type === 'subscribed') {
        subscribed = true;
        resolve();
      } else if (type === 'refused' || type === 'error') reject(new Error(text));
    });
  });
  return socket;
}

import { useSyncExternalStore } from 'react';

function followDevice(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Whether the device says that it has a connection. */
export const useOnline = (): boolean => useSyncExternalStore(followDevice, () => navigator.onLine);

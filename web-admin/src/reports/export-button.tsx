import type { Endpoint } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { CallOptions } from '@ticketing/web-kit/api-client.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { saveFile } from '@ticketing/web-kit/saved-file.ts';
import Button from 'antd/es/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../shell/toasts.tsx';

/** Saves a table as the server writes it. */
export function ExportButton<E extends Endpoint>({
  endpoint,
  options,
}: {
  endpoint: E;
  options: CallOptions<E>;
}) {
  const { t } = useTranslation();
  const { api } = useKit();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saveFile(await api.file(endpoint, options));
    } catch (error) {
      toast({ tone: 'harm', text: errorWords(t, error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button loading={busy} onClick={() => void save()}>
      {t('reports.export')}
    </Button>
  );
}

import { restOfWords } from '@ticketing/web-kit/i18n.ts';
import { loadPart } from '@ticketing/web-kit/lazy-part.ts';
import { type ComponentType, lazy } from 'react';

/**
 * Like React's `lazy`, for what does not stand in the first load: a page, a dialog, a menu. Its words and antd, which
 * the first load does without, come together with it.
 */
export const lazyPage = <Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) =>
  lazy(async () => {
    const [{ default: Page }, { AntdLook }] = await Promise.all([
      loadPart(load),
      loadPart(() => import('./antd-look.tsx')),
      loadPart(restOfWords),
    ]);
    return {
      default: function LazyPage(props: Props) {
        return (
          <AntdLook>
            <Page {...props} />
          </AntdLook>
        );
      },
    };
  });

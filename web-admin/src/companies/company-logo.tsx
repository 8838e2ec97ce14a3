import { getCompanyLogo } from '@ticketing/contracts/endpoints/company-logo.ts';
import type { CompanyView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { initials } from '@ticketing/web-kit/show-time.ts';
import { useState } from 'react';

/** The company's logo, or its initials where it has none or it cannot be loaded. The name stands beside it. */
export function CompanyLogo({
  company,
  size = 32,
}: {
  company: Pick<CompanyView, 'id' | 'name' | 'logo'>;
  size?: number;
}) {
  const { api } = useKit();
  const [broken, setBroken] = useState<string>();
  const { logo } = company;
  return (
    <span
      className="company-logo"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.36 }}
    >
      {logo === null || broken === logo.fileId ? (
        initials(company.name)
      ) : (
        <img
          src={api.address(getCompanyLogo, {
            params: { id: company.id },
            query: { size: 'small', pass: logo.pass },
          })}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          onError={() => setBroken(logo.fileId)}
        />
      )}
    </span>
  );
}

import type { past as words } from '../en/past.ts';

export const past: typeof words = {
  now: 'ახლა',
  hint: 'წარსულის ნახვა',
  instant: 'ნაჩვენები დრო',
  span: 'რამდენით უკან',
  spans: { day: 'ბოლო დღე', week: 'ბოლო კვირა', month: 'ბოლო 30 დღე', all: 'დასაწყისიდან' },
  play: 'ცვლილებების თანმიმდევრულად ჩვენება',
  pause: 'შეჩერება',
  back: 'ახლანდელზე დაბრუნება',
  close: 'დროის სახაზავის დახურვა',
  board: '{{project}}: როგორი იყო',
  line: 'ასეთი იყო {{instant}}. აქ ვერაფერი შეიცვლება.',
};

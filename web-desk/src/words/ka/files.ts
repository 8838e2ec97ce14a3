import type { files as words } from '../en/files.ts';

export const files: typeof words = {
  add: 'ფაილის ან ფოტოს დამატება',
  here: 'გაუშვით ფაილების დასამატებლად',
  list: 'გასაგზავნი ფაილები',
  notKept: 'ამ მოწყობილობაზე შესანახად ზედმეტად დიდია: თუ გაგზავნამდე გახვალთ, ხელახლა აირჩიეთ {{names}}.',
  waitsForFiles: 'გაიგზავნება, როგორც კი ფაილები აიტვირთება…',
  open: 'ნახეთ {{name}}',
  download: 'ჩამოტვირთვა',
  downloadOne: 'ჩამოტვირთეთ {{name}}',
  close: 'დახურვა',
  next: 'შემდეგი სურათი',
  previous: 'წინა სურათი',
  place: '{{index}} / {{count}}',
};

import type { crash as words } from '../en/crash.ts';

export const crash: typeof words = {
  title: 'გვერდის ჩვენება ვერ მოხერხდა',
  text: 'შესაძლოა კავშირი გაწყდა, ან აპის ახალი ვერსია გამოვიდა. რაც გააკეთეთ, შენახულია.',
  reload: 'ხელახლა ჩატვირთვა',
};

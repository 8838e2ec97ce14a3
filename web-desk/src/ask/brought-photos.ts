/** Photos that were chosen before the page that takes them was open. */
let brought: readonly File[] = [];

export function bringPhotos(photos: readonly File[]): void {
  brought = photos;
}

/** Each photo is taken once. */
export function takePhotos(): readonly File[] {
  const photos = brought;
  brought = [];
  return photos;
}

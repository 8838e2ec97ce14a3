export const calendar = {
  moved: '{{key}} is due {{date}} now',
};

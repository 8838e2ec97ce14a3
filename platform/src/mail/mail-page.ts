/**
 * A whole mail as HTML, readable in a mail client of either look: colours stand in a style sheet, since one written on an
 * element would win over those of the dark look. A client that takes no style sheets shows its own colours.
 * @param language of the words, `en` or `ka`; left out where a mail tells none
 */
export function mailPage(content: string, language?: string): string {
  return `<!doctype html><html${language === undefined ? '' : ` lang="${language}"`}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><style>
:root{color-scheme:light dark}
body{background:#ffffff;color:#1c1e21}
a{color:#0f766e}
th,td{border-color:#e6e6e3}
.quiet{color:#6b6f76}
@media (prefers-color-scheme:dark){
body{background:#111315;color:#e8e8e6}
a{color:#2dd4bf}
th,td{border-color:#25282c}
.quiet{color:#9a9ea5}
}
</style></head><body style="margin:0;padding:24px;font-family:sans-serif;font-size:14px;line-height:1.5;overflow-wrap:anywhere;word-break:break-word">
<div style="max-width:640px">${content}</div></body></html>`;
}

import { type Html, html } from './html.ts'

/**
 * One stylesheet inside the page: one request, under 10 KB, readable on a 360 px phone and
 * by people who need large type. Only features that WebViews of 2017 have.
 */
const STYLE: Html = {
  html: `body{margin:0;background:#f2f3f5;color:#1f2329;font:18px/1.6 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{max-width:560px;margin:0 auto;padding:16px}
h1{font-size:22px;margin:8px 0}h2{font-size:19px;margin:0 0 4px}
section{background:#fff;border-radius:8px;padding:16px;margin:12px 0}
p{margin:4px 0}.note{color:#5c6370;font-size:16px}
fieldset{border:0;margin:14px 0 0;padding:0}legend{padding:0;font-weight:600}
label{display:inline-block;min-height:28px;padding:8px 18px 8px 0}
.scores{display:flex;justify-content:space-between}.scores label{padding:8px 4px;flex:1;text-align:center}
.ends{display:flex;justify-content:space-between;color:#5c6370;font-size:15px}
input[type=radio],input[type=checkbox]{width:22px;height:22px;vertical-align:-5px;margin:0 4px 0 0}
input[type=text],select{box-sizing:border-box;width:100%;min-height:44px;font:inherit;padding:8px;border:1px solid #8f959e;border-radius:6px;background:#fff}
input[type=file]{width:100%;min-height:44px;font:inherit}
textarea{box-sizing:border-box;width:100%;min-height:96px;font:inherit;padding:8px;border:1px solid #8f959e;border-radius:6px}
button{width:100%;min-height:50px;border:0;border-radius:8px;background:#1456b8;color:#fff;font:inherit;font-size:19px;font-weight:600;line-height:1}
.wrong{color:#b3261e;font-weight:600}.good{color:#0b6b3a;font-weight:600}
.taps{display:flex}.taps button{flex:1;width:auto;min-height:46px;margin-right:8px;font-size:17px;background:#fff;color:#1456b8;border:1px solid #1456b8}.taps button:last-child{margin-right:0}.taps button.on{background:#1456b8;color:#fff}
button.quiet{background:#fff;color:#5c6370;border:1px solid #8f959e;font-size:17px}
a{color:#1456b8;display:inline-block;min-height:44px;line-height:44px}
.qr{display:block;width:240px;height:240px;margin:0 auto;background:#fff}
ul{padding-left:20px}li p{white-space:pre-wrap;word-break:break-word}`,
}

/** A whole page. `lang` matters: without it a browser may pick Japanese glyphs. */
export function page(title: string, content: Html): string {
  return html`<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${STYLE}</style></head><body><main>${content}</main></body></html>`
    .html
}

/** A page that says one thing and asks nothing. */
export function notice(title: string, texts: readonly string[]): string {
  const lines = texts.map((text) => html`<p>${text}</p>`)
  return page(title, html`<section><h1>${title}</h1>${lines}</section>`)
}

#include "engine/report/html_style.h"

#include "engine/report/report.h"
#include "port/digest.h"

/* Measures as in engine/report/page.h. Page numbers in margin boxes (css-page-3) are printed by
 * browsers that know them; the others leave them out. */
const char html_style[] =
    ":root{--ink:#111;--paper:#fff;--desk:#e8eaed;--rule:#333;--faint:#5b6270;--red:#E60012;"
    "--stripe:#f6f7f9;--head:#eef1f5;--alert:#b3261e}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--desk);color:var(--ink);font:16pt/29pt 仿宋_GB2312,"
    "FangSong_GB2312,仿宋,FangSong,STFangsong,FandolFang,\"Noto Serif CJK SC\",serif;"
    "text-size-adjust:100%}\n"
    ".sheet{position:relative;width:210mm;max-width:100%;margin:24px auto;padding:37mm 26mm 35mm "
    "28mm;background:var(--paper);box-shadow:0 1px 3px rgba(0,0,0,.2),0 8px 32px "
    "rgba(0,0,0,.12);overflow:hidden}\n"
    ".sheet.landscape{width:297mm;padding:28mm 24mm 26mm}\n"
    ".mark,h1,.annex-title{font-family:方正小标宋简体,FZXiaoBiaoSong-B05S,\"Noto Serif CJK "
    "SC\",STZhongsong,serif;font-weight:700;text-align:center}\n"
    ".mark{margin:0;color:var(--red);font-size:28pt;line-height:1.4;text-wrap:balance}\n"
    ".mark.long{font-size:22pt}\n"
    ".number{margin:29pt 0 4mm;text-align:center}\n"
    ".red-line{border:0;border-top:2pt solid var(--red);margin:4mm 0 0}\n"
    "h1{margin:44pt 0 29pt;font-size:22pt;line-height:36pt;text-wrap:balance}\n"
    "h2,h3,h4,h5{margin:0;font-size:16pt;line-height:29pt;font-weight:400;text-indent:2em;"
    "break-after:avoid}\n"
    ".level-1{font-family:黑体,SimHei,\"Noto Sans CJK SC\",\"PingFang SC\",sans-serif}\n"
    ".level-2,.lead{font-family:楷体_GB2312,KaiTi_GB2312,楷体,KaiTi,STKaiti,FandolKai,\"AR PL UKai "
    "CN\",serif}\n"
    "p{margin:0;text-indent:2em;text-align:justify;overflow-wrap:break-word}\n"
    ".addressee,.number,.mark{text-indent:0}\n"
    "ol.items{margin:0;padding:0;list-style:none}\n"
    "ol.items li{text-indent:2em;text-align:justify}\n"
    ".attachments{margin:29pt 0 0;padding:0 0 0 2em;display:grid;grid-template-columns:auto auto "
    "1fr}\n"
    ".attachments dt{white-space:nowrap}\n"
    ".attachments dd{display:contents}\n"
    ".attachments dd>*{grid-column:3}\n"
    ".attachments dd>.ordinal{grid-column:2;padding-right:.25em}\n"
    "a{color:inherit;text-decoration-color:#9aa3b2;text-underline-offset:.2em}\n"
    "a:hover{text-decoration-color:currentColor}\n"
    "a:focus-visible,.scroll:focus-visible{outline:3px solid #1a5fd0;outline-offset:2px}\n"
    ".signature{margin:58pt 0 0 auto;padding-right:4em;width:fit-content;max-width:100%;"
    "text-align:center;break-inside:avoid}\n"
    ".signature p{text-indent:0;text-align:center}\n"
    ".imprint{margin-top:58pt;border-top:.35mm solid;border-bottom:.35mm solid;font-size:14pt;"
    "line-height:29pt;break-inside:avoid}\n"
    ".imprint p{padding:0 1em;text-indent:0}\n"
    ".imprint p+p{border-top:.25mm solid}\n"
    ".imprint .printed{display:flex;flex-wrap:wrap;justify-content:space-between}\n"
    ".annex-label{margin:0 0 29pt;text-indent:0;font-family:黑体,SimHei,\"Noto Sans CJK "
    "SC\",sans-serif}\n"
    ".annex-title{margin:0 0 18pt;font-size:20pt;line-height:32pt;text-indent:0;"
    "text-wrap:balance}\n"
    ".scroll{overflow-x:auto;margin:9pt 0}\n"
    "table{border-collapse:collapse;width:100%;font:10.5pt/1.5 宋体,SimSun,\"Noto Serif CJK "
    "SC\",serif;font-variant-numeric:tabular-nums lining-nums}\n"
    "table.wide{font-size:9pt}\n"
    "caption{padding:0 0 6pt;font:700 14pt/22pt 黑体,SimHei,\"Noto Sans CJK SC\",sans-serif;"
    "text-align:center}\n"
    "th,td{border:1px solid var(--rule);padding:3pt 4pt;text-align:center;vertical-align:middle;"
    "white-space:pre-line}\n"
    "thead th{background:var(--head);font-family:黑体,SimHei,\"Noto Sans CJK SC\",sans-serif;"
    "font-weight:400}\n"
    "tbody th{min-width:5.6em;font-weight:400}\n"
    "thead th{min-width:2.6em}\n"
    "tbody tr:nth-child(even){background:var(--stripe)}\n"
    "tbody tr:hover{background:#e8f0fe}\n"
    "tr.total{font-weight:700}\n"
    "tr.total>*{border-bottom-width:2px;font-weight:700}\n"
    ".left{text-align:left}.right{text-align:right}\n"
    ".figure{white-space:nowrap}\n"
    ".emphasis{color:var(--alert);font-weight:700}\n"
    "[title]{text-decoration:underline dotted;text-underline-offset:.2em;cursor:help}\n"
    ".notes{font-size:10.5pt;line-height:16pt}\n"
    ".notes p,.notes ol{margin:0;text-indent:0}\n"
    ".notes ol{padding-left:1.8em}\n"
    "figure{margin:14pt 0;break-inside:avoid}\n"
    "figcaption{text-align:center;font:14pt/22pt 黑体,SimHei,\"Noto Sans CJK SC\",sans-serif}\n"
    "svg{display:block;width:100%;height:auto;font:12px 宋体,SimSun,\"Noto Serif CJK SC\",serif}\n"
    ".code svg{width:32mm}\n"
    ".code figcaption{text-align:left;font-size:12pt}\n"
    ".hidden{position:absolute;width:1px;height:1px;margin:-1px;padding:0;border:0;"
    "overflow:hidden;clip-path:inset(50%);white-space:nowrap}\n"
    ".state{position:absolute;top:12mm;right:26mm;margin:0;padding:0 .6em;border:2px solid;"
    "border-radius:4px;color:var(--red);font:700 14pt/24pt 黑体,SimHei,\"Noto Sans CJK "
    "SC\",sans-serif;letter-spacing:.2em;text-indent:.2em;opacity:.8}\n"
    ".watermark{position:fixed;inset:0;display:flex;flex-wrap:wrap;align-items:center;"
    "align-content:center;justify-content:center;gap:.3em;color:#808893;font:700 "
    "110pt/1.2 黑体,SimHei,\"Noto Sans CJK SC\",sans-serif;opacity:.13;transform:rotate(-35deg);"
    "pointer-events:none;z-index:1}\n"
    "@media screen and "
    "(max-width:900px){body{font-size:13pt;line-height:1.75}.sheet,.sheet.landscape{"
    "margin:0;padding:28px 18px 40px;box-shadow:none;border-bottom:12px solid var(--desk)}"
    ".mark,.mark.long{font-size:17pt}h1{margin:28px 0;font-size:17pt;line-height:1.5}"
    "h2,h3,h4,h5{font-size:inherit;line-height:inherit}.annex-title{font-size:15pt;line-height:1.5}"
    ".number,.imprint{font-size:inherit;line-height:inherit}.state{top:2px;right:6px;font-size:"
    "11pt}.signature{padding-right:1em}.watermark{font-size:64pt}}\n"
    "@media screen and (prefers-color-scheme:dark){:root{--ink:#e4e6ea;--paper:#1d2025;"
    "--desk:#121417;--rule:#767d89;--faint:#a5acb8;--red:#ff6a60;--stripe:#23272d;--head:#2a2f37;"
    "--alert:#ff8a80}tbody tr:hover{background:#2b3546}}\n"
    "@page{size:A4;margin:37mm 26mm 35mm 28mm}\n"
    "@page :right{@bottom-right{content:\"— \" counter(page) \" —\";font:14pt 宋体,SimSun,serif;"
    "vertical-align:top;padding-top:7mm;padding-right:14pt}}\n"
    "@page :left{@bottom-left{content:\"— \" counter(page) \" —\";font:14pt 宋体,SimSun,serif;"
    "vertical-align:top;padding-top:7mm;padding-left:14pt}}\n"
    "@page across{size:A4 landscape;margin:28mm 37mm 26mm 35mm}\n"
    "@media print{body{background:none}.sheet,.sheet.landscape{width:auto;margin:0;padding:0;"
    "box-shadow:none;overflow:visible}.annex{break-before:page}.landscape{page:across}"
    "thead{display:table-header-group}tr{break-inside:avoid}.scroll{overflow:visible}"
    "a{text-decoration:none}.state{top:0;right:0}"
    "[title]{text-decoration:none}thead th,tbody tr{print-color-adjust:exact}"
    ".mark{margin-top:35mm}}\n";

/* Text of hexadecimal digits as RFC 4648 base 64, as Content-Security-Policy wants a hash. */
static void add_base64_of_hex(Buf *to, Str hex)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    int held = 0;
    for (size_t i = 0; i < hex.len; i++) {
        char c = hex.at[i];
        bits = bits << 4 | (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
        held += 4;
        if (held >= 6) {
            held -= 6;
            buf_add_byte(to, digits[bits >> held & 63]);
        }
    }
    if (held > 0)
        buf_add_byte(to, digits[bits << (6 - held) & 63]);
    for (size_t bytes = hex.len / 2; bytes % 3 != 0; bytes++)
        buf_add_byte(to, '=');
}

bool html_style_source(Ctx *ctx, Str *ret)
{
    Str hex;
    if (!digest_sha256_hex(ctx, str_of(html_style), &hex))
        return false;
    Buf source = buf_create(ctx->arena, 128);
    buf_add_c(&source, "'sha256-");
    add_base64_of_hex(&source, hex);
    buf_add_byte(&source, '\'');
    *ret = buf_str(&source);
    return true;
}

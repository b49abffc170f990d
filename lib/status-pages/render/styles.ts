/** What everything of a page stands on, in light and dark. */
export const grounds = ['#f6f6f7', '#0c0d0f'] as const;

/** Of every public page; short names, for there are many bars. Colours are those of Nines: AA contrast in light and dark. */
export const styles = `
:root{color-scheme:light dark;--page:${grounds[0]};--surface:#fff;--sunken:#ededf0;--line:#e2e2e6;--strong:#85858f;--ink:#17171a;--muted:#5a5a64;
--ok:#146c39;--okf:#15803d;--oko:#fff;--oks:#eaf6ee;--warning:#8a4b08;--warningf:#b45309;--warningo:#fff;--warnings:#fdf3e1;--critical:#b91c1c;--criticalf:#c81e1e;--criticalo:#fff;--criticals:#fdecec;
--unknown:#4f5663;--unknownf:#5b6472;--unknowno:#fff;--unknowns:#eef0f3;--planned:#2f5d92;--plannedf:#3b6ea8;--plannedo:#fff;--planneds:#eaf1f9}
@media (prefers-color-scheme:dark){:root{--page:${grounds[1]};--surface:#141518;--sunken:#1f2126;--line:#282a30;--strong:#747883;--ink:#ededf0;--muted:#a2a5ae;
--ok:#5cc98a;--okf:#57c785;--oko:#06140c;--oks:#10251a;--warning:#f0b64d;--warningf:#f0b64d;--warningo:#1c1204;--warnings:#2a200d;--critical:#ff8078;--criticalf:#ff7a70;--criticalo:#200605;--criticals:#331413;
--unknown:#a9b0bd;--unknownf:#a9b0bd;--unknowno:#0d0f12;--unknowns:#1d2026;--planned:#8fbbe8;--plannedf:#74a7dd;--plannedo:#07121e;--planneds:#12202f}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.wide{max-width:800px;margin:0 auto;padding:0 16px}
a{color:inherit;text-decoration-color:var(--strong);text-underline-offset:3px}
a:hover{text-decoration-color:currentColor}
a:focus-visible,summary:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible{outline:2px solid var(--ink);outline-offset:2px;border-radius:4px}
h1,h2,h3,p,ul,ol,dl,dd{margin:0;padding:0}
h1{font-size:20px;line-height:1.3;font-weight:600}
h2{font-size:18px;line-height:1.35;font-weight:600;margin:40px 0 12px}
h3{font-size:16px;line-height:1.4;font-weight:600}
header{padding:28px 0 20px}
header .wide{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:baseline;justify-content:space-between}
header a{text-decoration:none}
.sign{width:6px;height:18px;margin-right:10px;vertical-align:-2px}
nav{display:flex;flex-wrap:wrap;gap:0 20px;font-size:14px}
nav a,.more a,footer a,.feeds a{display:inline-block;padding:10px 0;text-decoration:underline;text-decoration-color:var(--strong)}
.muted,footer,.when{color:var(--muted)}
.when{font-size:14px}
.mark{width:16px;height:16px;flex:none}
.mark .f{fill:currentColor;stroke:currentColor;stroke-linejoin:round}
.mark .o{fill:none;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.mark .l{fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round}
.mark.ok{color:var(--okf)}.mark.ok .o{stroke:var(--oko)}.mark.warning{color:var(--warningf)}.mark.warning .o{stroke:var(--warningo)}.mark.critical{color:var(--criticalf)}.mark.critical .o{stroke:var(--criticalo)}
.mark.unknown{color:var(--unknownf)}.mark.planned{color:var(--plannedf)}.mark.planned .o{stroke:var(--plannedo)}
.state{display:inline-flex;align-items:center;gap:6px;font-size:14px;font-weight:500;white-space:nowrap}
.state.ok{color:var(--muted)}.state.warning{color:var(--warning)}.state.critical{color:var(--critical)}.state.unknown{color:var(--unknown)}.state.planned{color:var(--planned)}
.overall{display:flex;gap:14px;align-items:center;padding:18px 20px;border-radius:8px;border:1px solid}
.overall p:first-child{font-size:22px;line-height:1.3;font-weight:600}
.overall{overflow-wrap:break-word}
.overall .mark{width:28px;height:28px}
.overall.ok{background:var(--oks);border-color:var(--okf)}.overall.warning{background:var(--warnings);border-color:var(--warningf)}.overall.critical{background:var(--criticals);border-color:var(--criticalf)}
.overall.unknown{background:var(--unknowns);border-color:var(--unknownf)}.overall.planned{background:var(--planneds);border-color:var(--plannedf)}
.asof{margin-top:2px;font-size:14px}
.behind{margin-top:12px;padding:10px 14px;border:1px solid var(--warningf);border-radius:8px;background:var(--warnings);font-size:14px}
.about{margin-top:20px;color:var(--muted)}
.card{background:var(--surface);border:1px solid var(--line);border-radius:8px}
.card>li,.card>.row{padding:16px 20px;border-top:1px solid var(--line)}
.card>:first-child{border-top:0}
ul.card,ol.card,ol.posts{list-style:none}
.group{margin-top:20px;margin-bottom:8px;font-size:14px;font-weight:600;color:var(--muted)}
.part{display:flex;gap:4px 16px;justify-content:space-between;align-items:center;flex-wrap:wrap}
.part h2,.part h3{margin:0}
.part h3{font-weight:500}
.incident h3{font-weight:600}
.sheet{margin-top:16px}
.sheet .posts>li:first-child{border-top:0}
.note{font-size:14px;color:var(--muted)}
.bars{display:block;width:100%;height:32px;margin-top:12px}
.u{fill:var(--okf)}.g{fill:var(--warningf)}.d{fill:var(--criticalf)}.m{fill:var(--plannedf)}.n{fill:var(--strong)}
.scale{display:flex;justify-content:space-between;gap:12px;margin-top:4px;font-size:12px;color:var(--muted)}
details.days{margin-top:4px;font-size:14px}
summary{cursor:pointer;padding:6px 0;color:var(--muted)}
details.days ul{list-style:none;padding-bottom:4px}
details.days li{display:flex;gap:12px;padding:2px 0}
details.days li span:first-child{min-width:52px;color:var(--muted)}
.incident{border-left:4px solid var(--strong)}
.incident.warning{border-left-color:var(--warningf)}.incident.critical{border-left-color:var(--criticalf)}.incident.planned{border-left-color:var(--plannedf)}
.incident .head{padding:16px 20px}
.touched{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:8px;font-size:14px;list-style:none}
ol.posts>li{padding:14px 20px;border-top:1px solid var(--line)}
.post{display:flex;flex-wrap:wrap;gap:0 12px;align-items:baseline;justify-content:space-between}
.post strong{font-weight:600}
.text>*+*{margin-top:8px}
.text{margin-top:4px;max-width:70ch;text-wrap:pretty}
.text h1,.text h2,.text h3,.text h4{font-size:16px;margin:12px 0 0}
.text ul,.text ol{padding-left:22px}
.text pre{overflow-x:auto;padding:10px 12px;border-radius:6px;background:var(--sunken);font-size:14px}
.text code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9em}
.text blockquote{margin:8px 0 0;padding-left:12px;border-left:3px solid var(--line);color:var(--muted)}
.text table{border-collapse:collapse;display:block;overflow-x:auto}
.text th,.text td{padding:4px 10px;border:1px solid var(--line);text-align:left}
.text hr{border:0;border-top:1px solid var(--line)}
.history>li{padding:14px 0;border-top:1px solid var(--line)}
.history{list-style:none}
.history>li:first-child{border-top:0;padding-top:0}
.history h3{font-size:14px;color:var(--muted);font-weight:500}
.past{margin-top:8px;list-style:none}
.past>li+li{margin-top:14px}
.past a{font-weight:600}
.more,.months{display:flex;flex-wrap:wrap;gap:0 20px;justify-content:space-between;margin-top:12px;font-size:14px}
.subscribe{margin-top:40px}
.subscribe>details{padding:6px 20px}
.subscribe summary{font-weight:600;color:var(--ink);padding:10px 0}
.feeds{display:flex;flex-wrap:wrap;gap:0 20px;font-size:14px}
form{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0 12px}
form label{flex:1 1 100%;font-size:14px}
input,select,button{font:inherit;min-height:44px;padding:8px 12px;border-radius:8px;border:1px solid var(--strong);background:var(--surface);color:inherit}
input{flex:1 1 220px;min-width:0}
button{background:var(--ink);color:var(--page);border-color:var(--ink);font-weight:500;cursor:pointer}
footer{margin-top:48px;padding:16px 0 40px;border-top:1px solid var(--line);font-size:14px}
footer .wide{display:flex;flex-wrap:wrap;gap:0 20px;justify-content:space-between;align-items:baseline}
@media (min-width:640px){.overall{padding:24px}.overall p:first-child{font-size:26px}.overall .mark{width:32px;height:32px}header{padding:40px 0 28px}}
@media print{body{background:#fff}nav,.subscribe,.more,.months{display:none}.card,.overall{break-inside:avoid;box-shadow:none}.bars,.mark,.overall{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`.trim();

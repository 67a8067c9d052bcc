/// The style sheet of a page.
enum HTMLStyle {
  /// The style sheet, with the footer of every printed page.
  static func sheet(footer: Footer) -> String {
    screen + "\n" + print + "\n" + margins(footer)
  }

  private static let screen = """
    :root { color-scheme: light; --ink: #1d2429; --muted: #505a5f; --rule: #d5dadd; --strip: #f5f6f7; --link: #12436d; }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: auto; }
    body { margin: 0; background: #fff; color: var(--ink); font: 1rem/1.5 "Source Sans 3", "Segoe UI", Roboto, \
    "Helvetica Neue", "Liberation Sans", Arial, "DejaVu Sans Condensed", sans-serif; overflow-wrap: anywhere; }
    main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
    main:focus { outline: none; }
    a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .18em; }
    a:focus-visible, .scroll:focus-visible, pre:focus-visible { outline: 3px solid #12436d; outline-offset: 3px; }
    .skip { position: absolute; left: -100rem; padding: .75rem 1rem; background: #fff; }
    .skip:focus { left: 1rem; top: 1rem; z-index: 1; }
    h1, h2, h3 { line-height: 1.22; text-wrap: balance; margin: 0; letter-spacing: -.011em; }
    h1 { font-size: clamp(1.7rem, 1.3rem + 1.8vw, 2.3rem); font-weight: 700; }
    h2 { font-size: 1.4rem; margin: 2.6rem 0 .8rem; padding-top: .7rem; border-top: 2px solid var(--ink); }
    h3 { font-size: 1.0625rem; margin: 1.5rem 0 .35rem; }
    p, ul, dl, figure, .callout, pre, nav { margin: 0 0 .8rem; }
    p, li, dd, figcaption { max-width: 75ch; }
    ul { padding-left: 1.25rem; }
    li { margin-bottom: .3rem; }
    li::marker { color: var(--muted); }
    li:has(> .mark:first-child) { list-style: none; margin-left: -1.25rem; margin-bottom: .7rem; }
    h1 + p { color: var(--muted); margin-top: .3rem; }
    .kicker { font-weight: 600; margin-bottom: .4rem; }
    nav { margin: 1.5rem 0; padding: .8rem 0; border-block: 1px solid var(--rule); }
    nav ul { list-style: none; margin: 0; padding: 0; columns: 21rem; column-gap: 2.5rem; }
    nav li { margin: 0; break-inside: avoid; }
    nav a { display: inline-block; min-height: 1.75rem; text-decoration: none; }
    nav a:hover, nav a:focus { text-decoration: underline; }
    dl > div { display: grid; grid-template-columns: minmax(8rem, 15rem) 1fr; gap: .15rem 1.5rem; padding: .32rem 0; \
    border-top: 1px solid var(--rule); }
    dl > div:last-child { border-bottom: 1px solid var(--rule); }
    dt { color: var(--muted); }
    dd { margin: 0; font-variant-numeric: tabular-nums; }
    code { font: .9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
    pre { overflow-x: auto; padding: .9rem 1.1rem; background: var(--strip); border-left: 3px solid var(--rule); }
    .scroll { overflow-x: auto; margin: .8rem 0 1.2rem; }
    table { border-collapse: collapse; width: 100%; font-size: .90625rem; line-height: 1.4; \
    font-variant-numeric: tabular-nums lining-nums; overflow-wrap: normal; }
    caption { text-align: left; font-weight: 600; padding-bottom: .6rem; text-wrap: pretty; }
    caption span { display: block; position: sticky; left: 0; width: fit-content; max-width: calc(100vw - 2rem); }
    th, td { text-align: left; vertical-align: top; padding: .34rem .5rem; border-bottom: 1px solid var(--rule); }
    th:first-child, td:first-child { padding-left: 0; }
    th:last-child, td:last-child { padding-right: 0; }
    thead th { vertical-align: bottom; border-bottom: 1.5px solid var(--ink); color: var(--muted); font-weight: 600; }
    tbody th { font-weight: 600; min-width: 7rem; }
    th.n, td.n { text-align: right; }
    td code { overflow-wrap: anywhere; }
    td:has(> code) { min-width: 11rem; }
    figure { margin: 1.75rem 0; max-width: 44rem; }
    figcaption { margin-bottom: .9rem; }
    figcaption strong { display: block; }
    figure text { paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round; }
    figure .cell { stroke: none; }
    figure svg { display: block; font-family: inherit; font-variant-numeric: tabular-nums lining-nums; }
    .vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .matrix { table-layout: fixed; margin-bottom: 1rem; } .matrix thead th:first-child { width: 22%; }
    .matrix th span, .matrix td > span:not(.mark) { display: block; font-weight: 400; font-size: .84375rem; color: var(--ink); }
    .matrix thead span, .matrix tbody th span { color: var(--muted); font-size: .8125rem; line-height: 1.3; overflow-wrap: anywhere; }
    .matrix tbody th span { display: inline; padding-left: .5em; }
    .matrix td { border-left: 1px solid var(--rule); padding: .3rem .55rem; }
    .matrix td.met { background: #edf7f0; } .matrix td.not-met { background: #fdecea; }
    .matrix td.cannot-tell { background: #fff6da; } .matrix td.neutral { background: #f3f4f5; }
    .matrix td[rowspan] { vertical-align: middle; }
    .key { font-size: .875rem; max-width: none; margin-top: -.4rem; }
    .sec th { border-bottom: 1px solid var(--ink); padding: .55rem 0 .15rem; font-size: .8125rem; font-weight: 700; color: var(--muted); }
    .cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0 1.75rem; }
    .cards h3 { margin-top: 1rem; font-size: 1.0625rem; }
    .forest { font-size: .90625rem; margin: 1rem 0 1.25rem; } .forest th, .forest td { vertical-align: middle; padding-block: .14rem; }
    .forest thead th { padding-block: .3rem; } .forest td.n { white-space: nowrap; } .forest td.why { white-space: normal; }
    .forest tbody th { width: 25%; } .forest .p { width: 30%; min-width: 7rem; padding-block: 0; border-bottom: 0; }
    .forest svg { display: block; overflow: visible; } .axis td { border: 0; color: var(--muted); font-size: .8125rem; }
    .callout { padding: .75rem 1rem; border-left: 6px solid var(--muted); background: var(--strip); margin: 0 0 1.1rem; } .callout p { max-width: none; }
    .callout p:last-child { margin-bottom: 0; }
    .callout .headline { font-weight: 700; margin-bottom: .35rem; }
    .callout.verdict .headline { font-size: 1.5rem; line-height: 1.3; }
    .callout.verdict { border: 2px solid var(--muted); border-left-width: 10px; }
    .mark { font-weight: 600; }
    td .mark { white-space: nowrap; }
    .mark.met { color: #00703c; } .mark.not-met { color: #b00020; }
    .mark.cannot-tell { color: #7a5c00; } .mark.neutral { color: #505a5f; }
    .headline .mark { color: var(--ink); font-weight: 700; }
    .headline .mark > span { margin-right: .1em; }
    .met .mark > span { color: #00703c; } .not-met .mark > span { color: #b00020; }
    .cannot-tell .mark > span { color: #7a5c00; }
    .callout.met { background: #e6f4ea; border-color: #00703c; }
    .callout.not-met { background: #fdecea; border-color: #b00020; }
    .callout.cannot-tell { background: #fff4d6; border-color: #7a5c00; }
    .callout.neutral, .callout.remark { background: #f3f2f1; border-color: #505a5f; }
    .callout.synthetic { background: #fff; border: 2px dashed var(--ink); }
    hr.page { border: 0; border-top: 1px solid var(--rule); margin: 4rem 0; }
    @media (max-width: 34rem) {
      main { padding: 2rem 1rem 4rem; }
      dl > div { grid-template-columns: 1fr; }
      h2 { font-size: 1.4rem; margin-top: 3.25rem; }
      .callout, .callout.verdict { padding: .7rem .8rem; }
      thead th:first-child, tbody th { position: sticky; left: 0; background: #fff; max-width: 9rem; padding-right: .5rem; }
      .callout.verdict .headline { font-size: 1.3rem; }
      .cards { display: block; }
      .matrix { font-size: .75rem; } .matrix th span, .matrix td > span:not(.mark) { font-size: .6875rem; }
      .matrix thead span { display: none; } .matrix tbody th span { display: block; padding: 0; }
      .matrix td, .matrix th { padding: .28rem .2rem; } .matrix tbody th { min-width: 0; position: static; }
      .matrix td .mark { white-space: normal; font-size: .6875rem; }
      .forest, .forest tbody, .forest caption { display: block; } .forest thead, .axis { display: none; }
      .forest tr { display: grid; grid-template-columns: 1fr auto; border-bottom: 1px solid var(--rule); padding: .4rem 0; }
      .forest th, .forest td, .forest td.n { border: 0; padding: .05rem 0; white-space: normal; }
      .forest tbody th { position: static; grid-column: 1; max-width: none; } .forest .p { grid-column: 1 / -1; width: auto; grid-row: 3; }
      .forest td:last-child { grid-column: 2; grid-row: 1; } .forest td:nth-of-type(1) { grid-column: 1; grid-row: 2; text-align: left; }
      .forest td:nth-of-type(3) { grid-column: 2; grid-row: 2; } .forest .sec { display: block; border: 0; } .forest .sec th { border: 0; }
      .scroll { background: linear-gradient(90deg, #fff 30%, #fff0), linear-gradient(270deg, #fff 30%, #fff0) 100% 0, \
    linear-gradient(90deg, #1d242933, #1d242900), linear-gradient(270deg, #1d242933, #1d242900) 100% 0; \
    background-size: 2rem 100%, 2rem 100%, .6rem 100%, .6rem 100%; background-repeat: no-repeat; \
    background-attachment: local, local, scroll, scroll; }
    }
    @media (prefers-contrast: more) { :root { --muted: #1d2429; --rule: #505a5f; } }
    """

  private static let print = """
    @media print {
      body { font-size: 9.6pt; line-height: 1.4; }
      main { max-width: none; padding: 0; }
      dl { font-size: 9pt; } dl > div { padding: 1.6pt 0; } p, li, dd { max-width: none; }
      nav, .skip { display: none; }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      h1 { font-size: 16pt; margin-top: 0; } h1 + p { margin: 1pt 0 3pt; } h2 { font-size: 13.5pt; margin: 14pt 0 5pt; padding-top: 4pt; } h3 { font-size: 10.5pt; margin: 8pt 0 2pt; }
      h1, h2, h3, caption, .kicker { break-after: avoid; }
      h2, h3, caption, figcaption, figure, tr, .callout, dl > div, li { break-inside: avoid; }
      thead { display: table-header-group; break-inside: avoid; break-after: avoid; }
      tbody tr:nth-child(-n+3), tbody tr:nth-last-child(-n+2) { break-before: avoid; }
      hr.page + section h2 { margin-top: 0; }
      section:is([aria-labelledby="data"], [aria-labelledby="methods"], [aria-labelledby="glossary"], [aria-labelledby="metrics"]) :is(dl, ul) { font-size: 8.2pt; line-height: 1.3; }
      section[aria-labelledby="glossary"] dl { columns: 2; column-gap: 16pt; } section[aria-labelledby="glossary"] dl > div { grid-template-columns: 6rem 1fr; }
      section[aria-labelledby="metrics"] table { font-size: 7.4pt; line-height: 1.2; }
      .scroll { overflow: visible; margin: 3pt 0 5pt; }
      .forest { font-size: 8.6pt; margin: 6pt 0 8pt; } .matrix { font-size: 8.2pt; line-height: 1.22; margin: 3pt 0 5pt; } .matrix th span, .matrix td > span:not(.mark) { font-size: 8pt; } .matrix caption { padding-bottom: 1pt; } .matrix .sec th { padding-block: 2pt 0; }
      .matrix thead span, .matrix tbody th span { font-size: 7.5pt; line-height: 1.2; } .matrix td { padding: 1pt 5pt; } .matrix th { padding-block: 1pt; }
      .sec th { padding-block: 4pt 1pt; font-size: 7.8pt; } .forest th, .forest td { padding-block: 1pt; } .cards > div { break-inside: avoid; } .key { font-size: 7.8pt; line-height: 1.25; margin: -2pt 0 2pt; }
      .short { break-inside: avoid; } .callout.synthetic p, .callout.remark p { display: inline; }
      .callout.synthetic, .callout.remark { padding: 2pt 7pt; font-size: 8.2pt; line-height: 1.3; margin: 3pt 0; } .cards, .cards + h3 + p { font-size: 8.8pt; line-height: 1.32; } .cards h3, .cards + h3 { margin-top: 3pt; }
      .cards h3 { font-size: 10.5pt; margin-top: 4pt; } .callout.verdict .headline { font-size: 14pt; }
      .callout { padding: 6pt 9pt; margin: 6pt 0 8pt; } .callout.verdict { padding: 4pt 8pt; line-height: 1.3; margin: 4pt 0; } .callout.verdict p { margin-bottom: 2pt; } .cards li { margin: 0; } p, ul, dl { margin-bottom: 5pt; } li { margin-bottom: 1.5pt; }
      table { font-size: 8pt; line-height: 1.3; }
      th, td { padding: 1.5pt 4pt; } caption { padding-bottom: 2pt; }
      tbody th, td { min-width: 0; }
      caption span { max-width: none; }
      p, li { orphans: 3; widows: 3; }
      a { color: inherit; }
      a[href^="https:"]::after { content: " (" attr(href) ")"; font-size: .85em; }
      pre { white-space: pre-wrap; }
      hr.page { break-after: page; border: 0; margin: 0; }
      figure { max-width: 15cm; }
    }
    """

  private static let small =
    "font-family: \"Liberation Sans\", Arial, sans-serif; font-size: 8pt; color: #505a5f; white-space: nowrap;"

  private static func margins(_ footer: Footer) -> String {
    """
    @page {
      margin: 13mm 15mm 15mm;
      @bottom-left { content: "\(Escaping.css("\(SVG.shortened(footer.title, width: 56)), \(footer.fingerprint)"))"; \(small) }
      @bottom-right { content: "Page " counter(page) " of " counter(pages); \(small) }
    }
    """
  }
}

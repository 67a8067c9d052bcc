/// The look of a page: calm, black on white, a measure that eyes can follow, and the same facts in grey.
enum HTMLStyle {
  /// The style sheet, with the footer of every printed page.
  static func sheet(footer: Footer) -> String {
    screen + "\n" + print + "\n" + margins(footer)
  }

  private static let screen = """
    :root { color-scheme: light; --ink: #1d2429; --muted: #505a5f; --rule: #d5dadd; --strip: #f5f6f7; --link: #12436d; }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: auto; }
    body { margin: 0; background: #fff; color: var(--ink); font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", \
    Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
    main { max-width: 61rem; margin: 0 auto; padding: 3.5rem 1.5rem 6rem; }
    main:focus { outline: none; }
    a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .18em; }
    a:focus-visible, .scroll:focus-visible, pre:focus-visible { outline: 3px solid #12436d; outline-offset: 3px; }
    .skip { position: absolute; left: -100rem; padding: .75rem 1rem; background: #fff; }
    .skip:focus { left: 1rem; top: 1rem; z-index: 1; }
    h1, h2, h3, h4 { line-height: 1.22; text-wrap: balance; margin: 0; letter-spacing: -.011em; }
    h1 { font-size: clamp(1.85rem, 1.35rem + 2.4vw, 2.75rem); font-weight: 700; max-width: 24ch; }
    h2 { font-size: 1.65rem; margin: 4.5rem 0 1.25rem; padding-top: 1.1rem; border-top: 3px solid var(--ink); }
    h3 { font-size: 1.25rem; margin: 3rem 0 .75rem; }
    h4 { font-size: 1.0625rem; margin: 2rem 0 .5rem; }
    p, ul, dl, figure, .callout, pre, nav { margin: 0 0 1.1rem; }
    p, li, dd, figcaption { max-width: 68ch; }
    ul { padding-left: 1.25rem; }
    li { margin-bottom: .45rem; }
    li::marker { color: var(--muted); }
    li:has(> .mark:first-child) { list-style: none; margin-left: -1.25rem; margin-bottom: .7rem; }
    h1 + p { font-size: 1.2rem; color: var(--muted); margin-top: .75rem; }
    .kicker { font-weight: 600; margin-bottom: .4rem; }
    nav { margin: 2.25rem 0; padding: 1.1rem 0; border-block: 1px solid var(--rule); }
    nav ul { list-style: none; margin: 0; padding: 0; columns: 21rem; column-gap: 2.5rem; }
    nav li { margin: 0; break-inside: avoid; }
    nav a { display: inline-block; min-height: 1.75rem; text-decoration: none; }
    nav a:hover, nav a:focus { text-decoration: underline; }
    dl > div { display: grid; grid-template-columns: minmax(8rem, 15rem) 1fr; gap: .15rem 1.5rem; padding: .5rem 0; \
    border-top: 1px solid var(--rule); }
    dl > div:last-child { border-bottom: 1px solid var(--rule); }
    dt { color: var(--muted); }
    dd { margin: 0; font-variant-numeric: tabular-nums; }
    main > dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); \
    column-gap: 3rem; font-size: .9375rem; }
    main > dl > div { display: block; padding: .4rem 0; }
    main > dl dt { font-size: .8125rem; }
    main > dl > div, main > dl > div:last-child { border: 0; border-top: 1px solid var(--rule); }
    code { font: .9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
    pre { overflow-x: auto; padding: .9rem 1.1rem; background: var(--strip); border-left: 3px solid var(--rule); }
    .scroll { overflow-x: auto; margin: 1.5rem 0 2rem; }
    table { border-collapse: collapse; width: 100%; font-size: .90625rem; line-height: 1.4; \
    font-variant-numeric: tabular-nums lining-nums; overflow-wrap: normal; }
    caption { text-align: left; font-weight: 600; padding-bottom: .6rem; text-wrap: pretty; }
    caption span { display: block; position: sticky; left: 0; width: fit-content; max-width: calc(100vw - 2rem); }
    th, td { text-align: left; vertical-align: top; padding: .5rem .6rem; border-bottom: 1px solid var(--rule); }
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
    .callout { padding: 1.1rem 1.35rem; border-left: 6px solid var(--muted); background: var(--strip); margin: 1.75rem 0; }
    .callout p:last-child { margin-bottom: 0; }
    .callout .headline { font-weight: 700; margin-bottom: .35rem; }
    .callout.verdict .headline { font-size: 1.5rem; line-height: 1.3; }
    .callout.verdict { padding: 1.5rem 1.6rem; }
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
    .callout.draft { background: #fff; border: 2px solid var(--ink); border-left-width: 6px; }
    .callout.synthetic { background: #fff; border: 2px dashed var(--ink); }
    hr.page { border: 0; border-top: 1px solid var(--rule); margin: 4rem 0; }
    @media (max-width: 34rem) {
      main { padding: 2rem 1rem 4rem; }
      dl > div { grid-template-columns: 1fr; }
      h2 { font-size: 1.4rem; margin-top: 3.25rem; }
      .callout, .callout.verdict { padding: 1rem 1.1rem; }
      thead th:first-child, tbody th { position: sticky; left: 0; background: #fff; max-width: 9rem; padding-right: .5rem; }
      .callout.verdict .headline { font-size: 1.3rem; }
      .scroll { background: linear-gradient(90deg, #fff 30%, #fff0), linear-gradient(270deg, #fff 30%, #fff0) 100% 0, \
    linear-gradient(90deg, #1d242933, #1d242900), linear-gradient(270deg, #1d242933, #1d242900) 100% 0; \
    background-size: 2rem 100%, 2rem 100%, .6rem 100%, .6rem 100%; background-repeat: no-repeat; \
    background-attachment: local, local, scroll, scroll; }
    }
    @media (prefers-contrast: more) { :root { --muted: #1d2429; --rule: #505a5f; } }
    """

  private static let print = """
    @media print {
      body { font-size: 10pt; line-height: 1.45; }
      main { max-width: none; padding: 0; }
      main > dl { grid-template-columns: 1fr 1fr; font-size: 8.5pt; } main > dl dt { font-size: 7.5pt; }
      nav, .skip { display: none; }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      h1 { font-size: 22pt; } h2 { font-size: 15pt; margin-top: 26pt; } h3 { font-size: 12pt; margin-top: 18pt; }
      h4 { font-size: 10.5pt; }
      h1, h2, h3, h4, caption, .kicker { break-after: avoid; }
      h2, h3, h4, figcaption, figure, tr, .callout, dl > div, li { break-inside: avoid; }
      thead { display: table-header-group; break-inside: avoid; break-after: avoid; }
      tbody tr:first-child { break-before: avoid; }
      section[aria-labelledby="answer"] { break-before: page; break-after: page; }
      section[aria-labelledby="answer"] h2, hr.page + section h2 { margin-top: 0; }
      section[aria-labelledby="metrics"] dl { font-size: 8.5pt; }
      section[aria-labelledby="metrics"] dl > div { padding: 1.5pt 0; grid-template-columns: 8rem 1fr; }
      section[aria-labelledby="metrics"] h3 { margin-top: 14pt; }
      .scroll { overflow: visible; margin: 10pt 0 14pt; }
      table { font-size: 8.5pt; }
      th, td { padding: 3.5pt 6pt; }
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
    "font-family: system-ui, \"Liberation Sans\", Arial, sans-serif; font-size: 8pt; color: #505a5f; white-space: nowrap;"

  private static func margins(_ footer: Footer) -> String {
    """
    @page {
      margin: 18mm 18mm 22mm;
      @bottom-left { content: "\(Escaping.css("\(SVG.shortened(footer.title, width: 56)), \(footer.fingerprint)"))"; \(small) }
      @bottom-right { content: "Page " counter(page) " of " counter(pages); \(small) }
    }
    """
  }
}

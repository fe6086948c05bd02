/// One HTML page that needs no other file: skeleton, colours for light and dark, and the style of what `HTML`, `SVG` and
/// the charts make.
package struct Page: Sendable {
  private let title: String
  private let style: String
  private let content: String

  /// A page.
  ///
  /// - Parameters:
  ///   - title: the title as text; a heading is the content's business.
  ///   - style: CSS of the page's own, behind the common one. Colours are its variables: `--ink` and `--soft` for text,
  ///     `--paper` behind it, `--line` for rules, `--a`, `--b` and `--c` for data, `--pale` for much of it.
  ///   - content: what stands within `main`, as HTML.
  package init(title: String, style: String = "", content: String) {
    self.title = title
    self.style = style
    self.content = content
  }

  /// The text of the page's style, for whoever says which styles a page may have.
  package var css: String { Self.commonStyle + style }

  /// The page's text.
  package var html: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
    <title>\(HTML.escaped(title))</title><style>\(css)</style></head><body><main>
    \(content)</main></body></html>

    """
  }

  private static let commonStyle = """
    :root{color-scheme:light dark;--ink:#16202c;--soft:#5c6b7a;--paper:#fff;--line:#d5dce4;--pale:#b3cfe3;\
    --a:#0b6e99;--b:#c2410c;--c:#8a94a0}
    @media(prefers-color-scheme:dark){:root{--ink:#e7edf3;--soft:#9aa8b6;--paper:#12171d;--line:#28323c;--pale:#2c4a5e;\
    --a:#4fb3d9;--b:#f2884b;--c:#77828d}}
    body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
    main{max-width:760px;margin:0 auto;padding:24px 16px}p{margin:4px 0}
    h1{font-size:22px;margin:0;overflow-wrap:anywhere}h2{font-size:18px;margin:32px 0 4px}h3{font-size:15px;margin:16px 0 0}
    table{border-collapse:collapse}th{text-align:left;font-weight:500;padding:3px 20px 3px 0;vertical-align:top}
    td{padding:3px 8px 3px 0;vertical-align:top;overflow-wrap:anywhere}
    figure{margin:20px 0}figcaption{font-weight:600}figcaption small,figcaption span{font-weight:400;color:var(--soft);margin-left:8px}
    figcaption span::before{content:"— ";font-weight:700}
    figcaption .s1::before{color:var(--a)}figcaption .s2::before{color:var(--b)}figcaption .s3::before{color:var(--c)}
    svg{max-width:100%;height:auto;display:block}svg text{font-size:12px;fill:var(--ink)}svg .tick{fill:var(--soft);font-size:11px}
    svg .end{text-anchor:end}svg .middle{text-anchor:middle}svg .grid,svg .axis{stroke:var(--line)}
    svg circle,svg rect{fill:var(--a)}polyline{fill:none;stroke-width:1.8;stroke-linejoin:round}polyline.s1{stroke:var(--a)}
    polyline.s2{stroke:var(--b)}polyline.s3{stroke:var(--c);stroke-dasharray:5 4}
    svg circle.s2{fill:var(--b)}svg circle.s3{fill:var(--c)}

    """
}

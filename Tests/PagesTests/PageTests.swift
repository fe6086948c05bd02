import Pages
import Testing

@Suite("Pages", .timeLimit(.minutes(1)))
struct PageTests {
  @Test("a page is whole, escapes its title, has colours for light and dark, and refers to nothing else")
  func page() {
    let page = Page(title: "a <b> & \"c\"", style: ".own{color:red}", content: "<p>x</p>\n").html
    #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
    #expect(page.hasSuffix("<p>x</p>\n</main></body></html>\n"))
    #expect(page.contains("<title>a &lt;b&gt; &amp; &quot;c&quot;</title>"))
    #expect(page.contains("prefers-color-scheme:dark") && page.contains(".own{color:red}</style>"))
    for foreign in ["http", "url(", "<script", "<link", "<img", "@import"] { #expect(!page.contains(foreign)) }
  }

  @Test("each colour is there for light and for dark")
  func colours() {
    let page = Page(title: "", content: "").html
    for name in ["--ink:", "--soft:", "--paper:", "--line:", "--pale:", "--a:", "--b:", "--c:"] {
      #expect(page.split(separator: name).count == 3, "\(name)")
    }
  }

  @Test("what HTML gives a meaning is escaped, and nothing else")
  func escaping() {
    #expect(HTML.escaped("<a href='x' b=\"y\">&amp;") == "&lt;a href=&#39;x&#39; b=&quot;y&quot;&gt;&amp;amp;")
    #expect(HTML.escaped("plain → 東京 👩‍👩‍👧") == "plain → 東京 👩‍👩‍👧")
    #expect(HTML.escaped("").isEmpty)
  }

  @Test("pieces escape their texts and keep their content")
  func pieces() {
    #expect(HTML.paragraph("a<b") == "<p>a&lt;b</p>\n")
    #expect(HTML.paragraph("x", kind: "bad") == "<p class=\"bad\">x</p>\n")
    #expect(HTML.section("a&b", content: "<i>c</i>") == "<section><h2>a&amp;b</h2>\n<i>c</i></section>\n")
  }

  @Test("a table leaves out rows without a value, and is nothing without rows")
  func table() {
    let rows: [(String, String?)] = [("a", "1<2"), ("b", nil)]
    #expect(HTML.table(rows) == "<table>\n<tr><th>a</th><td>1&lt;2</td></tr>\n</table>\n")
    #expect(HTML.table([("b", nil)]).isEmpty)
  }

  @Test(
    "numbers are written for people",
    arguments: [
      (NumberText.fixed(1_234.5678, 2), "1,234.57"), (NumberText.fixed(-0.004, 2), "0.00"),
      (NumberText.fixed(-1.5, 1), "-1.5"), (NumberText.fixed(999.5, 0), "1,000"), (NumberText.fixed(.nan, 1), "nan"),
      (NumberText.fixed(1e17, 6), "1e+17"), (NumberText.brief(0.12345), "0.123"), (NumberText.brief(2), "2"),
      (NumberText.brief(-0.5), "-0.5"), (NumberText.brief(0.0001), "under 0.001"), (NumberText.brief(0), "0"),
      (NumberText.fine(0.00074756), "0.000748"), (NumberText.fine(0.036), "0.036"), (NumberText.fine(0.42), "0.42"),
      (NumberText.fine(0.09999), "0.1"), (NumberText.fine(0), "0"), (NumberText.fine(1e-9), "0.000000001"),
      (NumberText.grouped(0), "0"), (NumberText.grouped(1_234_567), "1,234,567"),
      (NumberText.grouped(-1_250), "-1,250"),
      (NumberText.milliseconds(0.5), "0.500 ms"), (NumberText.milliseconds(12.345), "12.35 ms"),
      (NumberText.milliseconds(123.45), "123.5 ms"), (NumberText.percentile(99), "99"),
      (NumberText.percentile(99.9), "99.9"), (NumberText.padded("ab", 4), "  ab"), (NumberText.padded("abc", 2), "abc"),
    ])
  func numbers(text: String, expected: String) {
    #expect(text == expected)
  }
}

/// What moves on the page: the key, which lives in the page's memory alone, and forms that call the page's own server.
enum DocumentationScript {
  /// The field of the key.
  static let form = """
    <section id="key"><h2>Try it</h2>
    <p>Each operation has a form that sends it to this server. The key stays in this page: it is written nowhere, and gone when \
    the page is closed or loaded again.</p>
    <label>Key<input id="key-text" type="password" autocomplete="off" spellcheck="false" placeholder="spots_…"></label></section>

    """

  /// The script. Answers are shown as text and never as HTML.
  static let text = """
    "use strict";
    const key = document.getElementById("key-text");
    const shown = ["retry-after", "ratelimit", "x-request-id"];
    async function send(form) {
      const verb = form.dataset.verb, body = form.querySelector("textarea"), out = form.querySelector("output");
      const target = new URL(form.querySelector("input").value, location.origin);
      if (target.origin !== location.origin) { out.textContent = "The target is on another server."; return; }
      const headers = { Accept: "*/*" };
      if (key.value) headers.Authorization = "Bearer " + key.value;
      if (body) headers["Content-Type"] = form.dataset.media;
      out.textContent = "…";
      const began = performance.now();
      try {
        const answer = await fetch(target, { method: verb, headers, body: body ? body.value : undefined,
          credentials: "omit", cache: "no-store", redirect: "error" });
        const text = await answer.text();
        const fields = shown.filter(n => answer.headers.has(n)).map(n => n + ": " + answer.headers.get(n));
        const ms = (performance.now() - began).toFixed(0);
        out.textContent = [answer.status + ", " + ms + " ms", ...fields, "", pretty(text)].join("\\n");
      } catch (error) { out.textContent = "No answer: " + error.message; }
    }
    function pretty(text) {
      try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
    }
    for (const form of document.querySelectorAll("form[data-verb]"))
      form.addEventListener("submit", event => { event.preventDefault(); send(form); });
    """

  /// The style of what only this page has.
  static let style = """
    nav ul{margin:4px 0;padding-left:20px}nav h2{font-size:15px;margin:12px 0 0}.soft,small{color:var(--soft);font-weight:400}
    .lead{font-weight:500}.warning{color:var(--b);font-weight:600}article{margin:20px 0;padding-top:8px;border-top:1px solid var(--line)}
    article:target{border-top-color:var(--a)}h3 code{font-size:15px;overflow-wrap:anywhere}h4{margin:12px 0 0;font-size:14px}
    .wide{overflow-x:auto}a{color:var(--a)}code{font-family:ui-monospace,monospace;font-size:13px}th code{font-weight:600}
    pre,output{display:block;overflow:auto;max-height:480px;margin:8px 0;padding:8px;border:1px solid var(--line);white-space:pre}
    output{font:13px/1.4 ui-monospace,monospace;min-height:1em}output:empty{display:none}
    summary{cursor:pointer;padding:6px 0}label{display:block;margin:8px 0;color:var(--soft)}
    input,textarea{display:block;box-sizing:border-box;width:100%;padding:8px;font:13px/1.4 ui-monospace,monospace;\
    background:var(--paper);color:var(--ink);border:1px solid var(--c)}
    button{padding:8px 16px;font:inherit;color:var(--paper);background:var(--a);border:0;cursor:pointer}
    @media(max-width:480px){main{padding:16px 12px}th{padding-right:10px;min-width:110px}}

    """
}

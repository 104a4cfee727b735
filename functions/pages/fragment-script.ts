/**
 * Takes the token out of the fragment of a letter's link into the hidden fields, and out of the address bar and the
 * history. It sends nothing: mail scanners run scripts, so the button stays the person's to press. Old JavaScript on
 * purpose; letters are opened in old browsers.
 */
export const fragmentScript = `(function () {
  "use strict";
  function take() {
    var found = /^#([A-Za-z0-9_-]{69})$/.exec(location.hash);
    var fields = document.querySelectorAll("[data-fragment]");
    if (!found || !fields.length) return;
    for (var i = 0; i < fields.length; i += 1) fields[i].value = found[1];
    history.replaceState(null, "", location.pathname);
    document.querySelector("[data-with-fragment]").hidden = false;
    document.querySelector("[data-without-fragment]").hidden = true;
  }
  take();
  addEventListener("hashchange", take);
})();
`;

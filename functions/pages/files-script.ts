/**
 * Says before sending that the files are too large. Nothing depends on it: a form within the limits is judged by the
 * server alone. But what is larger than Lambda takes is turned away by the HTTP API, and then the person sees neither
 * their form again nor why (AWS, Lambda quotas). Old JavaScript on purpose, as in `fragment-script.ts`.
 */
export const filesScript = `(function () {
  "use strict";
  var form = document.querySelector("form[data-most-bytes]");
  if (!form) return;
  var words = form.querySelector("[data-too-large]");
  function tooLarge() {
    var inputs = form.querySelectorAll("input[type=file]");
    var bytes = 0;
    for (var i = 0; i < inputs.length; i += 1) {
      var file = inputs[i].files && inputs[i].files[0];
      if (file) bytes += file.size;
    }
    return bytes > Number(form.getAttribute("data-most-bytes"));
  }
  form.addEventListener("change", function () {
    words.hidden = !tooLarge();
  });
  form.addEventListener("submit", function (event) {
    if (!tooLarge()) return;
    event.preventDefault();
    words.hidden = false;
    words.focus();
  });
})();
`;

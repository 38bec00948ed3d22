/** Offers the last word of an address that leads nowhere as a search: ".../sources/some-id/" → "some id". */
const input = document.querySelector("[data-missing]");
const word = location.pathname.replace(/\/(?:index\.html)?$/u, "").split("/").at(-1) ?? "";
if (input instanceof HTMLInputElement && !input.value && word !== "404.html") {
  try {
    input.value = decodeURIComponent(word).replace(/[^\p{L}\p{N}]+/gu, " ").trim().slice(0, 80);
  } catch {
    // not percent-encoded text: nothing to offer
  }
}

// Made by `python -m generator.search.rules`: change the Python and make it again.

/** Fields of the index, the weightiest first. */
export const FIELDS = ["name", "tags", "artifacts", "description", "readme"];

/** How much each field counts. */
export const BOOSTS = [8, 5, 4, 3, 1];

/** Version of the files of the index. */
export const FORMAT = 2;

/** Frequencies that need no further number. */
export const PLAIN_FREQUENCIES = 50;

/** Lunr's saturation of term frequencies. */
export const K1 = 1.2;

/** Lunr's normalisation by field length. */
export const B = 0.75;

/** Characters of a word that count. */
export const WORD_LIMIT = 40;

/** Characters of a name's key that count. */
export const KEY_LIMIT = 80;

/** Characters of a query that are read. */
export const QUERY_LIMIT = 200;

/** Words of a query that are searched. */
export const QUERY_WORDS = 8;

/** Letters from which on a word matches longer terms. */
export const PREFIX_LETTERS = 3;

/** Letters from which on a word may be mistyped. */
export const EDIT_LETTERS = 5;

/** How much more a word counts than a longer one. */
export const EXACT_BOOST = 8;

/** Words that only names and tags are searched for. */
export const STOP_WORDS = ["a", "able", "about", "across", "after", "all", "almost", "also", "am", "among", "an", "and", "any", "are", "as", "at", "be", "because", "been", "but", "by", "can", "cannot", "could", "did", "do", "does", "either", "else", "ever", "every", "for", "from", "get", "got", "had", "has", "have", "he", "her", "hers", "him", "his", "how", "however", "i", "if", "in", "into", "is", "it", "its", "just", "least", "let", "like", "likely", "may", "me", "might", "most", "must", "my", "neither", "no", "nor", "not", "of", "off", "often", "on", "only", "or", "other", "our", "own", "rather", "said", "say", "says", "she", "should", "since", "so", "some", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "tis", "to", "too", "twas", "us", "was", "we", "were", "what", "when", "where", "which", "while", "who", "whom", "why", "will", "with", "would", "yet", "you", "your"];

/** Character class of the marks that are taken off. */
export const ACCENTS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670";

/** Character class of scripts without spaces between words. */
export const DENSE = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf\u1000-\u103f\u1050-\u109f\u1780-\u17d3\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ud840\udc00-\ud888\udfaf";

/** What letters without a decomposition are folded to. */
export const LETTERS = {"\u00df": "ss", "\u00e6": "ae", "\u0153": "oe", "\u00f8": "o", "\u0111": "d", "\u0142": "l", "\u00f0": "d", "\u00fe": "th", "\u0131": "i", "\u03c2": "\u03c3"};

/** Names of languages that are no letters alone. */
export const LANGUAGES = {"c++": " cpp ", "c#": " csharp ", "f#": " fsharp "};

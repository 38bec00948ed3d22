"""A small GitHub on loopback, with the standard library alone, that can fail in every way.

    with FakeGitHub() as github:
        github.add(Repo("acme/tools", {"README.md": "# Tools"}))
        github.fault("GET /repos/acme/tools/git/trees", status(502))
        connect(GitHubConfig(api_url=github.url, token="t", attempt_seconds=0.5))

It answers the REST paths and the GraphQL fields that the catalog asks for, with true git
object ids. A fault is played for requests whose "METHOD path" its pattern is found in.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import gzip
import hashlib
import json
import re
import socket
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

README = re.compile(r"readme(\.(md|rst|txt))?", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """A symbolic link among a repository's files."""

    target: str


@dataclass(frozen=True)
class Submodule:
    """A commit of another repository among a repository's files."""

    commit: str = "9" * 40


def git_id(kind, payload):
    """Git's id of an object."""
    return hashlib.sha1(f"{kind} {len(payload)}\0".encode() + payload).hexdigest()  # noqa: S324 - git's own


@dataclass
class Repo:
    """A repository: whoever has it changes its fields, and the next answer has them."""

    full_name: str
    files: dict[str, str | bytes | Link | Submodule] = field(
        default_factory=lambda: {"README.md": "# Hello\n"}
    )
    description: str | None = "What it does"
    stars: int = 7
    forks: int = 2
    licence: str | None = "MIT"
    topics: tuple[str, ...] = ("agents",)
    language: str | None = "Python"
    archived: bool = False
    branch: str = "main"
    refs: tuple[str, ...] = ()
    """Other names of the one commit."""
    pushed_at: str = "2026-01-01T00:00:00Z"
    node_id: str = ""
    number: int = 0
    truncated: bool = False
    _listed: tuple | None = None

    def __post_init__(self):
        """Give it an id of its own."""
        self.number = self.number or int(hashlib.sha256(self.full_name.encode()).hexdigest()[:7], 16)
        self.node_id = self.node_id or f"R_{self.number}"

    @property
    def empty(self):
        """Whether it has no commit."""
        return not self.files

    def rows(self):
        """The whole tree as rows of path, mode, type, id and size, and the root's id."""
        files = tuple(self.files.items())
        if self._listed is None or self._listed[0] != files:
            self._listed = (files, self._list())
        return self._listed[1]

    def _list(self):
        folders: dict[str, list] = {"": []}
        for path in self.files:
            for depth in range(path.count("/")):
                folders.setdefault("/".join(path.split("/")[: depth + 1]), [])
        rows = []
        for path, content in self.files.items():
            if isinstance(content, Submodule):
                row = (path, "160000", "commit", content.commit, None)
            else:
                data = self.bytes_of(path)
                mode = "120000" if isinstance(content, Link) else "100644"
                row = (path, mode, "blob", git_id("blob", data), len(data))
            rows.append(row)
            folders[path.rpartition("/")[0]].append(row)
        for folder in sorted(folders, key=lambda f: (-f.count("/"), f)):
            if folder:
                row = (folder, "040000", "tree", self._tree_id(folders[folder]), None)
                rows.append(row)
                folders[folder.rpartition("/")[0]].append(row)
        return sorted(rows), self._tree_id(folders[""])

    @staticmethod
    def _tree_id(rows):
        ordered = sorted(rows, key=lambda r: r[0].rpartition("/")[2] + ("/" if r[2] == "tree" else ""))
        return git_id(
            "tree",
            b"".join(
                f"{mode.lstrip('0')} {path.rpartition('/')[2]}".encode() + b"\0" + bytes.fromhex(oid)
                for path, mode, _, oid, _ in ordered
            ),
        )

    def bytes_of(self, path):
        """A file's bytes; a link's are its target."""
        content = self.files[path]
        if isinstance(content, Link):
            content = content.target
        return content.encode() if isinstance(content, str) else content

    @property
    def tree(self):
        """The root's id."""
        return self.rows()[1]

    @property
    def commit(self):
        """An id that changes with the tree and with nothing else."""
        return git_id("commit", f"tree {self.tree}\n".encode())

    def knows(self, ref):
        """Whether a ref names the commit."""
        return ref in ("HEAD", self.branch, self.commit, *self.refs)


# ------------------------------------------------------------------------- faults

Fault = Callable[["Handler"], None]


def status(code, message="", headers=None, body=None):
    """An error as GitHub words it."""
    payload = body if body is not None else json.dumps({"message": message or "Some words"}).encode()
    return lambda h: h.send(code, payload, headers or {})


def body(payload, headers=None):
    """A 200 with any body."""
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return lambda h: h.send(200, data, headers or {})


def redirect(location, code=301):
    """A redirect; ``{host}`` in ``location`` is this server."""
    return lambda h: h.send(code, b"{}", {"Location": location.format(host=h.headers["Host"])})


def silence(h):
    """A connection that is held and never answered."""
    h.wait(30)


def drip_headers(h):
    """Headers that never end, a byte at a time."""
    h.write(b"HTTP/1.1 200 OK\r\n")
    while h.write(b"X-Drip: 1\r\n"):
        h.wait(0.05)


def drip_body(h):
    """A body that never ends, a byte at a time."""
    h.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    while h.write(b" "):
        h.wait(0.05)


def reset(h):
    """A connection that breaks before an answer."""
    h.connection.close()


def cut_body(h):
    """A body that ends before its announced length."""
    h.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"id": 1, "na')
    h.connection.close()


def cut_chunk(h):
    """A chunked body that ends in the middle of a chunk."""
    h.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}")
    h.connection.close()


def garbage(h):
    """Something that is not HTTP."""
    h.write(b"\x00\x01SSH-2.0-OpenSSH_9.9\r\n\r\n")
    h.connection.close()


def huge(h):
    """A body of 200 MB."""
    h.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 200000000\r\n\r\n")
    while h.write(b"[" + b" " * 99_999):
        pass


def gzip_bomb(h):
    """200 KB that unpack to 200 MB."""
    h.send(200, _bomb(), {"Content-Encoding": "gzip"})


@functools.cache
def _bomb():
    piece = b" " * 1_000_000
    first, more = zlib.compressobj(9, zlib.DEFLATED, 31), zlib.compressobj(9, zlib.DEFLATED, -15)
    head = first.compress(piece) + first.flush(zlib.Z_FULL_FLUSH)
    return head + (more.compress(piece) + more.flush(zlib.Z_FULL_FLUSH)) * 199


def many_headers(h):
    """More headers than anybody needs."""
    h.write(b"HTTP/1.1 200 OK\r\n" + b"X-Many: 1234567890\r\n" * 20_000 + b"Content-Length: 2\r\n\r\n{}")


# ------------------------------------------------------------------------- server


class FakeGitHub:
    """The server; ``requests`` are what it was asked, ``url`` is its REST address."""

    def __init__(self, *repos):
        self.repos: dict[str, Repo] = {}
        self.renamed: dict[str, str] = {}
        self.requests: list[str] = []
        self.queries: list[dict] = []
        self.headers: list[Mapping[str, str]] = []
        self.limits = {"core": [5000, 5000], "graphql": [5000, 5000]}
        """Hourly limit and what remains of it."""
        self.clock_skew = 0.0
        """Seconds that this server's clock is fast."""
        self._faults: list[tuple[re.Pattern[str], Fault, list[int]]] = []
        self._stopped = threading.Event()
        for repo in repos:
            self.add(repo)

    def add(self, repo):
        """Have a repository; returns it."""
        self.repos[repo.full_name.casefold()] = repo
        return repo

    def fault(self, pattern, fault, times=10**9):
        """Play ``fault`` for the next ``times`` requests that match."""
        self._faults.append((re.compile(pattern), fault, [times]))

    def heal(self):
        """No faults any more."""
        self._faults.clear()

    def rename(self, old, new):
        """Give a repository another name; the old one leads to it."""
        repo = self.repos.pop(old.casefold())
        repo.full_name = new
        self.add(repo)
        self.renamed[old.casefold()] = new.casefold()

    def counted(self):
        """How many requests of each kind came since the last time."""
        kinds = Counter("graphql" if r.startswith("POST") else "rest" for r in self.requests)
        self.requests.clear()
        return dict(kinds)

    def fault_for(self, request):
        """The fault to play, if any."""
        for pattern, fault, left in self._faults:
            if left[0] > 0 and pattern.search(request):
                left[0] -= 1
                return fault
        return None

    def find(self, full_name):
        """A repository by its present or former name."""
        key = full_name.casefold()
        return self.repos.get(self.renamed.get(key, key))

    def __enter__(self):
        """Listen on a free port."""
        handler = type("BoundHandler", (Handler,), {"fake": self, "stopped": self._stopped})
        self._server = _Server(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        """Stop, whatever is being played."""
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, *arguments):
        self._connections = []
        super().__init__(*arguments)

    def process_request(self, request, client_address):
        """Remember the connection, to be able to end it."""
        self._connections.append(request)
        super().process_request(request, client_address)

    def hang_up(self):
        """End every connection."""
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request, client_address):
        """A client that hangs up is nothing to talk about."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    fake: FakeGitHub
    stopped: threading.Event

    def log_message(self, *_):
        """Say nothing."""

    def wait(self, seconds):
        """Sleep, unless the server stops."""
        self.stopped.wait(seconds)

    def write(self, data):
        """Send bytes as they are; false once nobody reads them."""
        try:
            self.wfile.write(data)
            self.wfile.flush()
        except OSError:
            return False
        return not self.stopped.is_set()

    def send(self, code, payload, headers=None, resource="core"):
        """A whole answer with the headers that GitHub sends."""
        limit, remaining = self.fake.limits[resource]
        now = time.time() + self.fake.clock_skew
        fields = {
            "Content-Type": "application/json; charset=utf-8",
            "Date": formatdate(now, usegmt=True),
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": str(int(now) + 1800),
            "Content-Length": str(len(payload)),
        } | (headers or {})
        if self.close_connection:
            fields["Connection"] = "close"
        self.send_response_only(code)
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.write(payload)

    def json(self, value, code=200, resource="core"):
        """A JSON answer, packed where that is understood."""
        data = json.dumps(value).encode()
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(data) > 1000:
            self.send(code, gzip.compress(data, 1), {"Content-Encoding": "gzip"}, resource)
        else:
            self.send(code, data, None, resource)

    def missing(self):
        """GitHub's 404."""
        self.json({"message": "Not Found"}, 404)

    def _begin(self):
        request = f"{self.command} {self.path}"
        self.fake.requests.append(request)
        self.fake.headers.append(dict(self.headers))
        fault = self.fake.fault_for(request)
        if fault:
            self.close_connection = True
            fault(self)
        return fault is not None

    def do_POST(self):
        """GraphQL."""
        payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.fake.queries.append(payload)
        if self._begin():
            return
        if not self.headers.get("Authorization"):
            self.json({"message": "This endpoint requires you to be authenticated."}, 401)
            return
        limit = self.fake.limits["graphql"]
        if limit[1] <= 0:
            self.json(
                {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}, 200, "graphql"
            )
            return
        limit[1] -= 1
        self.json(answer_graphql(self.fake, payload), 200, "graphql")

    def do_GET(self):
        """REST."""
        if self._begin():
            return
        url = urlsplit(self.path)
        if url.path == "/rate_limit":
            self.json({"resources": {}})
            return
        limit = self.fake.limits["core"]
        if limit[1] <= 0:
            self.json({"message": "API rate limit exceeded for you."}, 403)
            return
        limit[1] -= 1
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        by_number = re.fullmatch(r"/repositories/(\d+)(/.*)?", url.path)
        by_name = re.fullmatch(r"/repos/([^/]+/[^/]+)(/.*)?", url.path)
        if by_number:
            repo = next((r for r in self.fake.repos.values() if r.number == int(by_number[1])), None)
            rest = by_number[2] or ""
        elif by_name:
            repo, rest = self.fake.find(by_name[1]), by_name[2] or ""
            if repo and by_name[1].casefold() in self.fake.renamed:
                location = f"{self.fake.url}/repositories/{repo.number}{rest}"
                location += f"?{url.query}" if url.query else ""
                self.send(301, b'{"message": "Moved Permanently"}', {"Location": location})
                return
        else:
            repo, rest = None, ""
        if repo is None:
            self.missing()
        else:
            self._rest(repo, unquote(rest), query)

    def _rest(self, repo, rest, query):
        kind, _, name = rest.removeprefix("/").partition("/")
        rows, tree = repo.rows()
        if rest == "":
            self.json(_rest_repository(repo))
        elif repo.empty:
            self.json({"message": "Git Repository is empty."}, 409)
        elif kind == "commits" and not repo.knows(query.get("sha", "HEAD")):
            self.missing()
        elif kind == "commits":
            self.json([{"sha": repo.commit, "commit": {"tree": {"sha": tree}}}])
        elif rest == f"/git/trees/{tree}":
            listed = [dict(zip(("path", "mode", "type", "sha", "size"), row, strict=True)) for row in rows]
            for row in listed:
                if row["size"] is None:
                    del row["size"]
            self.json({"sha": tree, "tree": listed, "truncated": repo.truncated})
        elif rest.startswith("/git/blobs/"):
            path = next((r[0] for r in rows if r[3] == rest.rpartition("/")[2]), None)
            if path is None:
                self.missing()
            else:
                self.send(200, repo.bytes_of(path), {"Content-Type": "application/vnd.github.raw+json"})
        elif kind == "readme":
            folders = [name] if name else [".github", "", "docs"]
            found = [
                p
                for f in folders
                for p in repo.files
                if p.rpartition("/")[0] == f and README.fullmatch(p.rpartition("/")[2])
            ]
            self._contents(repo, found[0] if found else "")
        elif kind == "contents":
            self._contents(repo, name)
        else:
            self.missing()

    def _contents(self, repo, path):
        content = repo.files.get(path)
        if isinstance(content, Link):
            content = repo.files.get(content.target)
        if content is None:
            self.missing()
            return
        data = repo.bytes_of(path) if not isinstance(repo.files[path], Link) else content.encode()
        whole = len(data) <= 1_000_000
        self.json(
            {
                "type": "file",
                "path": path,
                "sha": git_id("blob", data),
                "size": len(data),
                "encoding": "base64" if whole else "none",
                "content": base64.encodebytes(data).decode() if whole else "",
            }
        )


def _rest_repository(repo):
    return {
        "node_id": repo.node_id,
        "full_name": repo.full_name,
        "description": repo.description,
        "stargazers_count": repo.stars,
        "forks_count": repo.forks,
        "license": repo.licence and {"spdx_id": repo.licence},
        "topics": list(repo.topics),
        "language": repo.language,
        "archived": repo.archived,
        "default_branch": repo.branch,
        "pushed_at": repo.pushed_at,
    }


# ------------------------------------------------------------------------ GraphQL


class GraphQLError(Exception):
    """An error that is answered beside the data."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|\.\.\.|[A-Za-z_]\w*|-?\d+|[{}():!$\[\]=]')


def answer_graphql(fake, payload):
    """The answer to a query."""
    return _GraphQL(fake).answer(payload)


class _GraphQL:
    """Enough of a GraphQL server to answer what the catalog asks, and to refuse anything else."""

    def __init__(self, fake):
        self.fake = fake
        self.errors = []

    def answer(self, payload):
        self.tokens = _TOKENS.findall(payload["query"])
        self.variables = payload.get("variables", {})
        self.fragments = {}
        selection = None
        while self.tokens:
            word = self.tokens.pop(0)
            if word == "query":
                if self.tokens[0] == "(":
                    while self.tokens.pop(0) != ")":
                        pass
                selection = self.selection()
            else:
                assert word == "fragment", word
                name, _, kind = (self.tokens.pop(0) for _ in range(3))
                self.fragments[name] = (kind, self.selection())
        root = {"__typename": "Query", "repository": self.repository, "rateLimit": {"remaining": 1}}
        data = self.select(root, selection, [])
        return {"data": data} | ({"errors": self.errors} if self.errors else {})

    def selection(self):
        assert self.tokens.pop(0) == "{"
        items = []
        while self.tokens[0] != "}":
            word = self.tokens.pop(0)
            if word == "...":
                if self.tokens[0] == "on":
                    self.tokens.pop(0)
                    items.append(("on", self.tokens.pop(0), self.selection()))
                else:
                    items.append(("spread", self.tokens.pop(0), None))
                continue
            alias = name = word
            if self.tokens[0] == ":":
                self.tokens.pop(0)
                name = self.tokens.pop(0)
            arguments = self.arguments() if self.tokens[0] == "(" else {}
            inner = self.selection() if self.tokens[0] == "{" else None
            items.append(("field", (alias, name, arguments), inner))
        self.tokens.pop(0)
        return items

    def arguments(self):
        self.tokens.pop(0)
        arguments = {}
        while self.tokens[0] != ")":
            name, _, value = (self.tokens.pop(0) for _ in range(3))
            if value == "$":
                value = self.variables[self.tokens.pop(0)]
            elif value.startswith('"'):
                value = json.loads(value)
            else:
                value = int(value)
            arguments[name] = value
        self.tokens.pop(0)
        return arguments

    def select(self, value, selection, path):
        if isinstance(value, list):
            return [self.select(item, selection, [*path, i]) for i, item in enumerate(value)]
        if value is None or selection is None:
            return value
        selected = {}
        for kind, what, inner in selection:
            if kind == "field":
                alias, name, arguments = what
                found = value[name]
                where = [*path, alias]
                try:
                    found = found(**arguments) if callable(found) else found
                except GraphQLError as error:
                    self.errors.append({"type": error.kind, "path": where, "message": str(error)})
                    found = None
                selected[alias] = self.select(found, inner, where)
            else:
                condition, fields = (what, inner) if kind == "on" else self.fragments[what]
                if condition in (value["__typename"], "GitObject"):
                    selected |= self.select(value, fields, path)
        return selected

    def repository(self, owner, name):
        full_name = f"{owner}/{name}"
        fault = self.fake.fault_for(f"GRAPHQL {full_name}")
        if fault:
            raise fault
        repo = self.fake.find(full_name)
        if repo is None:
            raise GraphQLError("NOT_FOUND", f"Could not resolve to a Repository with the name '{full_name}'.")
        return {
            "__typename": "Repository",
            "id": repo.node_id,
            "nameWithOwner": repo.full_name,
            "isEmpty": repo.empty,
            "isArchived": repo.archived,
            "stargazerCount": repo.stars,
            "forkCount": repo.forks,
            "pushedAt": repo.pushed_at,
            "description": repo.description,
            "licenseInfo": repo.licence and {"__typename": "License", "spdxId": repo.licence},
            "primaryLanguage": repo.language and {"__typename": "Language", "name": repo.language},
            "defaultBranchRef": None if repo.empty else {"__typename": "Ref", "name": repo.branch},
            "repositoryTopics": lambda first: {
                "__typename": "Topics",
                "nodes": [
                    {"__typename": "Node", "topic": {"__typename": "Topic", "name": t}}
                    for t in repo.topics[:first]
                ],
            },
            "object": lambda expression=None, oid=None: self.object(repo, expression, oid),
        }

    def object(self, repo, expression, oid):
        fault = self.fake.fault_for(f"GRAPHQL {repo.full_name} {expression or oid}")
        if fault:
            raise fault
        if repo.empty:
            return None
        rows, tree = repo.rows()
        if oid:
            return next((self.entry(repo, rows, r) for r in rows if r[3] == oid), None)
        ref, colon, path = expression.partition(":")
        if not repo.knows(ref):
            return None
        if not colon:
            commit = {
                "__typename": "Commit",
                "oid": repo.commit,
                "tree": {"__typename": "Tree", "oid": tree},
            }
            return {"__typename": "Tag", "oid": "7" * 40, "target": commit} if ref.startswith("v") else commit
        if not path:
            return self.folder(rows, "", tree)
        return next((self.entry(repo, rows, r) for r in rows if r[0] == path), None)

    def entry(self, repo, rows, row):
        path, _, kind, oid, _ = row
        if kind == "tree":
            return self.folder(rows, path, oid)
        if kind == "commit":
            return None
        data = repo.bytes_of(path)
        binary = b"\0" in data[:8000]
        text = None if binary else data.decode("utf-8", "replace")
        return {
            "__typename": "Blob",
            "oid": oid,
            "byteSize": len(data),
            "isBinary": binary,
            "isTruncated": len(data) > 512_000,
            "text": text and text[:512_000],
        }

    @staticmethod
    def folder(rows, folder, oid):
        inside = [r for r in rows if r[0].rpartition("/")[0] == folder]
        return {
            "__typename": "Tree",
            "oid": oid,
            "entries": [
                {
                    "__typename": "TreeEntry",
                    "name": path.rpartition("/")[2],
                    "mode": int(mode, 8),
                    "type": kind,
                    "oid": entry,
                    "size": size or 0,
                }
                for path, mode, kind, entry, size in inside
            ],
        }

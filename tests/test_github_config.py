"""How GitHub is reached: no token in clear, none in any text."""

import pytest

from generator.errors import AccessError
from generator.github import GitHubConfig

TOKEN = "ghp_0123456789abcdefSECRET"


def test_without_anything_it_is_github_itself():
    """No variable at all means GitHub's own API, without a token."""
    config = GitHubConfig.from_environment({})
    assert config.api_url == "https://api.github.com"
    assert config.graphql_url == "https://api.github.com/graphql"
    assert config.token is None
    assert config.proxy is None
    assert config.attempt_seconds == 5


@pytest.mark.parametrize(
    ("environment", "field", "value"),
    [
        ({"GITHUB_TOKEN": TOKEN}, "token", TOKEN),
        ({"GH_TOKEN": TOKEN}, "token", TOKEN),
        ({"GITHUB_TOKEN": "one", "GH_TOKEN": "other"}, "token", "one"),
        ({"GITHUB_TOKEN": "", "GH_TOKEN": f" {TOKEN}\n"}, "token", TOKEN),
        ({"GITHUB_TOKEN": "  "}, "token", None),
        ({"GITHUB_API_URL": "https://ghe.example.org/api/v3/"}, "api_url", "https://ghe.example.org/api/v3"),
        (
            {"GITHUB_API_URL": "https://ghe.example.org/api/v3"},
            "graphql_url",
            "https://ghe.example.org/api/graphql",
        ),
        ({"GITHUB_API_URL": "http://127.0.0.1:80"}, "graphql_url", "http://127.0.0.1:80/graphql"),
        ({"GITHUB_GRAPHQL_URL": "https://x.example/g"}, "graphql_url", "https://x.example/g"),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "proxy", "http://proxy:3128"),
        ({"https_proxy": "http://proxy:3128"}, "proxy", "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://proxy:3128", "GITHUB_API_URL": "http://localhost:1"}, "proxy", None),
        ({"SSL_CERT_FILE": "/etc/ca.pem"}, "ca_file", "/etc/ca.pem"),
    ],
)
def test_variables_are_those_of_actions(environment, field, value):
    """The variables that GitHub Actions sets, and those of other programs, are understood."""
    assert getattr(GitHubConfig.from_environment(environment), field) == value


@pytest.mark.parametrize(
    "url",
    [
        "https://api.github.com",
        "https://ghe.example.org:8443/api/v3",
        "http://127.0.0.1:8999",
        "http://127.9.9.9",
        "http://localhost:8999",
        "http://[::1]:8999",
    ],
)
def test_addresses_that_serve(url):
    """Encrypted ones, and this machine itself."""
    assert GitHubConfig(api_url=url, token=TOKEN).api_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://api.github.com",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "ftp://api.github.com",
        "//api.github.com",
        "api.github.com",
        "https://",
        "https://user:pass@api.github.com",
        "https://user@api.github.com",
        "http://127.0.0.1@evil.example",
        "https://api.github.com?x=1",
        "https://api.github.com#x",
        "https://api.github.com\\@evil.example",
        "https://api.github.com/a b",
        "https://api.github.com:port",
        "https://[::1",
        "https://api.git\nhub.com",
        "file:///etc/passwd",
    ],
)
@pytest.mark.parametrize("which", ["api_url", "graphql_url"])
def test_addresses_that_must_not_be_used(url, which):
    """Neither API's address may send a token in clear, to a trick or to nowhere."""
    with pytest.raises(AccessError, match=r"GITHUB_(API|GRAPHQL)_URL"):
        GitHubConfig(**{which: url}, token=TOKEN)


@pytest.mark.parametrize("token", [f"{TOKEN}\nX-Evil: 1", f"{TOKEN} x", "tökén", "x" * 1001, f"{TOKEN}\0"])
def test_a_token_that_is_none_is_refused_without_showing_it(token):
    """What cannot stand in a header is no token, and the error does not repeat it."""
    with pytest.raises(AccessError) as caught:
        GitHubConfig(token=token)
    assert "SECRET" not in str(caught.value)
    assert "GITHUB_TOKEN" in str(caught.value)


def test_no_text_of_it_holds_a_secret():
    """Neither the token nor a proxy's password is in what Python shows of the configuration."""
    config = GitHubConfig(token=TOKEN, proxy="http://me:SECRET@proxy:3128")
    assert "SECRET" not in repr(config)
    assert "SECRET" not in str(config)
    assert "SECRET" not in f"{config}"

"""A real nginx with `proxy_cache` on, as small as can be: what it does follows from our headers."""

from harness.launcher import Nginx, user_line
from harness.process import free_port

SITE = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    proxy_cache_path {folder}/cache keys_zone=answers:1m inactive=10m use_temp_path=off;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://{upstream[0]}:{upstream[1]};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
            proxy_cache answers;
            proxy_cache_key $request_uri;
            proxy_cache_revalidate on;
            {extra}
            add_header X-Cache $upstream_cache_status always;
        }}
    }}
}}
"""

# Answers already stale are given while one request refreshes them, within what our headers allow.
BACKGROUND = "proxy_cache_background_update on; proxy_cache_use_stale updating;"


def caching_nginx(launcher, upstream, extra=""):
    """nginx in front of a gateway's (host, port); `X-Cache` tells what its cache did."""
    folder = launcher.place("caching-nginx")
    port = free_port()
    (folder / "nginx.conf").write_text(
        SITE.format(user=user_line(), folder=folder, port=port, upstream=upstream, extra=extra)
    )
    nginx = launcher.enter(
        Nginx(["nginx", "-p", folder, "-c", folder / "nginx.conf"], folder, "nginx")
    )
    nginx.address = ("127.0.0.1", port)
    return nginx.await_listening(nginx.address)

vcl 4.1;

# Varnish as rollcall's peer: after the first request every one is a hit.

backend default {
    .host = "127.0.0.1";
    .port = "@ORIGIN@";
}

sub vcl_recv {
    return (hash);
}

sub vcl_backend_response {
    unset beresp.http.Set-Cookie;
    unset beresp.http.Cache-Control;
    unset beresp.http.Age;
    set beresp.ttl = 1h;
    return (deliver);
}

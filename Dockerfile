# syntax=docker/dockerfile:1

FROM swift:6.3-bookworm AS build
WORKDIR /src
COPY Package.swift openapi.yaml ./
COPY Sources Sources
# Package.swift declares the test targets, so their folders must exist.
COPY Tests Tests
# Of the debug information the names of functions stay, for backtraces.
RUN --mount=type=cache,target=/src/.build,sharing=locked \
    swift build -c release --static-swift-stdlib --product rollcall \
    && install -D "$(swift build -c release --static-swift-stdlib --show-bin-path)/rollcall" \
        /out/rollcall \
    && strip --strip-debug /out/rollcall

FROM debian:bookworm-slim
# TLS comes with the binary; what is missing is only the list of public certification authorities.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/rollcall /usr/local/bin/rollcall
COPY deploy/docker/healthcheck /usr/local/bin/rollcall-healthcheck
# As in deploy/systemd/rollcall.service: what the allocator keeps of freed memory.
ENV MALLOC_TRIM_THRESHOLD_=4194304 MALLOC_MMAP_THRESHOLD_=33554432
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
    CMD ["/usr/local/bin/rollcall-healthcheck"]
ENTRYPOINT ["/usr/local/bin/rollcall"]
CMD ["serve", "--config", "/etc/rollcall/rollcall.yaml"]

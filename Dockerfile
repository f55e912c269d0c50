# Naast as one small image: no root, nothing written but /data, and the content read at build time.
FROM python:3.11-slim AS build
WORKDIR /src
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
COPY dialogs dialogs
RUN python3 -m venv /opt/naast && /opt/naast/bin/pip install -q --no-cache-dir -c constraints.txt .

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home naast && install -d -o naast -g naast -m 700 /data
COPY --from=build /opt/naast /opt/naast
ENV PATH=/opt/naast/bin:$PATH NAAST_DATA=/data PYTHONDONTWRITEBYTECODE=1
USER naast
# The finished library is kept in the image, so that a start takes a second and not ten.
RUN naast ask "wat is cliëntondersteuning" > /dev/null
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["naast", "health"]
CMD ["naast", "run"]

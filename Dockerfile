# The HTTP service and the command line in one small image: `docker compose up` beside this file
# starts it with a Neo4j; alone it keeps its graph in an SQLite file of the user `cooplinks`.
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# The environment has no pip of its own: the base's pip fills it, so none is left in the image's venv.
RUN python -m venv --without-pip /opt/venv
# The locked dependencies are a layer of their own: a change to the code does not install them again.
COPY requirements.lock /src/
RUN python -m pip --python /opt/venv/bin/python install -r /src/requirements.lock
COPY . /src
RUN python -m pip --python /opt/venv/bin/python install --no-deps /src

FROM ${BASE}
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin cooplinks
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1
USER cooplinks
# Not /src: nothing but the installed package may be importable here.
WORKDIR /home/cooplinks
EXPOSE 8000
ENTRYPOINT ["cooplinks"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]

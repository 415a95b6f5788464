"""How does a browser get the shapes of the map? Once, and not with every map that is drawn."""

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from analysis import boundaries

PATH = "/shapes/provinces.geojson"
YEAR = 31_536_000  # seconds


def address():
    """Where the shapes are to be fetched, another address after each change; None without any."""
    path = boundaries.provinces()
    return path and f"{PATH}?{path.stat().st_mtime_ns:x}"


async def _answer(request):
    path = boundaries.provinces()
    if path is None:
        return Response(status_code=404)
    kept = {"cache-control": f"private, max-age={YEAR}, immutable"}
    return FileResponse(path, media_type="application/geo+json", headers=kept)


ROUTE = Route(PATH, _answer)

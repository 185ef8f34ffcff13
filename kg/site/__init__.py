"""The site of ``kg serve``: pages over a store, each a plain URL that works without JavaScript.

``routes`` gives them to an application. The editor posts to ``/sparql``, which is the endpoint's.
Questions to the store are files in ``queries``, pages are files in ``templates``.
"""

from kg.site.pages import Pages, routes

__all__ = ["Pages", "routes"]

"""SOAP: one endpoint for each service under ``/soap/``, SOAP 1.1 and 1.2, WSDL 1.1 at ``?wsdl``."""

from trebol.protocols.soap.endpoint import endpoints as endpoints

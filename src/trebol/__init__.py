"""Trébol: one typed contract, published as SOAP, REST and GraphQL.

The words of a contract are here and import no Django; those of an implementation are in ``trebol.service``.
"""

from msgspec import Meta as Meta

from trebol.contract.code import Code as Code
from trebol.contract.constraints import Int64 as Int64
from trebol.contract.errors import DeadlineExceeded as DeadlineExceeded
from trebol.contract.errors import InvalidArgument as InvalidArgument
from trebol.contract.errors import NotFound as NotFound
from trebol.contract.errors import PermissionDenied as PermissionDenied
from trebol.contract.errors import ServiceError as ServiceError
from trebol.contract.errors import Unauthenticated as Unauthenticated
from trebol.contract.errors import Unavailable as Unavailable
from trebol.contract.event import Event as Event
from trebol.contract.fault import Fault as Fault
from trebol.contract.media import Media as Media
from trebol.contract.message import UNSET as UNSET
from trebol.contract.message import Maybe as Maybe
from trebol.contract.message import Message as Message
from trebol.contract.message import Ref as Ref
from trebol.contract.paging import FIRST as FIRST
from trebol.contract.paging import Page as Page
from trebol.contract.paging import Paging as Paging
from trebol.contract.service import Caller as Caller
from trebol.contract.service import Context as Context
from trebol.contract.service import Permission as Permission
from trebol.contract.service import Service as Service
from trebol.contract.service import command as command
from trebol.contract.service import query as query
from trebol.contract.values import Digits as Digits
from trebol.contract.violations import Violation as Violation

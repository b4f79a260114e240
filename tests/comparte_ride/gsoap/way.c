/* A client in C of the circles, made by gSOAP of their document: way ADDRESS TOKEN */
#include "CirclesSoap11.nsmap"
#include "soapH.h"

static void fault(struct soap *soap)
{
    struct SOAP_ENV__Detail *detail = soap->fault ? soap->fault->SOAP_ENV__Detail : NULL; /* of SOAP 1.2 */
    if (detail && detail->ns1__InvitationUnknown)
        printf("refused: %s\n", detail->ns1__InvitationUnknown->message);
    else
        printf("refused: %d\n", soap->error); /* a status of HTTP, where it is no fault */
}

static void list(struct soap *soap, const char *address)
{
    struct _ns1__ListCircles ask = {0};
    struct _ns1__ListCirclesResponse told = {0};
    int first = 3;
    ask.first = &first;
    if (soap_call___ns1__ListCircles(soap, address, NULL, &ask, &told)) {
        fault(soap);
        return;
    }
    printf("listed: %d\n", told.result->items.__sizecircle);
}

static char *found(struct soap *soap, const char *address)
{
    struct _ns1__CreateCircle ask = {0};
    struct _ns1__CreateCircleResponse told = {0};
    char *description = "<7:00> & al revés";
    int limit = 10;
    ask.name = "Ñandú & Cía.";
    ask.description = &description;
    ask.membersLimit = &limit;
    if (soap_call___ns1__CreateCircle(soap, address, NULL, &ask, &told)) {
        fault(soap);
        return "";
    }
    printf("founded: %s, %s, %d\n", told.result->name, told.result->description, *told.result->membersLimit);
    return told.result->slug;
}

static void join(struct soap *soap, const char *address, char *slug)
{
    struct _ns1__JoinCircle ask = {0};
    struct _ns1__JoinCircleResponse told = {0};
    ask.circleSlug = slug;
    ask.code = "AAAA-AAAA-AAAA-AAAA";
    if (soap_call___ns1__JoinCircle(soap, address, NULL, &ask, &told))
        fault(soap);
}

int main(int count, char **words)
{
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING);
    char *slug;
    if (count != 3)
        return 1;
    list(soap, words[1]); /* a stranger */
    soap->bearer = words[2]; /* it is for one call */
    list(soap, words[1]);
    soap->bearer = words[2];
    slug = found(soap, words[1]);
    soap->bearer = words[2];
    join(soap, words[1], slug);
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
    return 0;
}

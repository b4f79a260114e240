import accounts.Session;
import accounts.Accounts;
import accounts.AccountsService;
import accounts.LogInRefusedFault;
import circles.Circle;
import circles.Circles;
import circles.CirclesService;
import java.net.URL;
import java.util.List;
import java.util.Map;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.handler.MessageContext;

/** Logs in and founds a circle through the classes that wsimport made of both services' documents. */
public class Way {
    public static void main(String[] arguments) throws Exception {
        String site = arguments[0];
        Accounts accounts = new AccountsService(new URL(site + "/soap/accounts?wsdl")).getAccountsSoap11();
        Circles circles = new CirclesService(new URL(site + "/soap/circles?wsdl")).getCirclesSoap11();
        try {
            accounts.logIn("ana@comparteride.example", "another");
        } catch (LogInRefusedFault fault) {
            System.out.println("refused: " + fault.getFaultInfo().getCode());
        }
        Session token = accounts.logIn("ana@comparteride.example", "comparte-ride-demo");
        authorize((BindingProvider) accounts, token);
        authorize((BindingProvider) circles, token);
        System.out.println("profile: " + accounts.getProfile().getUsername());
        Circle founded = circles.createCircle("Ñandú & Cía.", "<7:00>", false, 10, null);
        System.out.println("founded: " + founded.getName() + ", " + founded.getMembersLimit());
        System.out.println("member: " + founded.getMembers().getMember().get(0).getRole());
        boolean listed = circles.listOwnCircles(50, null, null).getItems().getOwnCircle().stream()
            .anyMatch(own -> own.getCircle().getSlug().equals(founded.getSlug()));
        System.out.println("among one's own: " + listed);
    }

    static void authorize(BindingProvider port, Session token) {
        Map<String, List<String>> headers = Map.of("Authorization", List.of("Bearer " + token.getAccessToken()));
        port.getRequestContext().put(MessageContext.HTTP_REQUEST_HEADERS, headers);
    }
}

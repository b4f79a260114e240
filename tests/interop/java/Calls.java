import client.Everything;
import client.SamplePage;
import client.Samples;
import client.SamplesService;
import client.Taken;
import client.TakenFault;
import java.math.BigDecimal;
import java.net.URL;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.soap.SOAPFaultException;

/** Calls the samples through the classes that wsimport made, in both versions of SOAP, and prints what came. */
public class Calls {
    public static void main(String[] arguments) throws Exception {
        SamplesService service = new SamplesService(new URL(arguments[0]));
        calls(service.getSamplesSoap11());
        calls(service.getSamplesSoap12());
    }

    static void calls(Samples port) throws Exception {
        Everything example = port.exampleSamples();
        System.out.println("same: " + port.sameSamples(example));
        SamplePage page = port.listSamples("á & <b>", 2, null);
        System.out.println("page: " + page.getItems().getSample().get(1).getName() + ", " + page.getAfter());
        System.out.println("last: " + port.listSamples(null, 1, page.getAfter()).getAfter());
        System.out.println("given: " + port.updateDry(1, "", new BigDecimal("1.50")).getItem());
        System.out.println("left out: " + port.updateDry(1, null, null).getItem());
        System.out.println("made: " + port.createSample("mine", 2).getName());
        port.deleteSample(1);
        try {
            port.createSample("taken", null);
        } catch (TakenFault fault) {
            Taken taken = fault.getFaultInfo();
            System.out.println("fault: " + taken.getCode() + ", " + taken.getName() + ", " + taken.getBy().getSeats());
        }
        try {
            port.listSamples(null, 5000, null);
        } catch (SOAPFaultException fault) {
            System.out.println("refused: " + fault.getFault().getDetail().getFirstChild().getLocalName());
        }
        BindingProvider provider = (BindingProvider) port;
        provider.getRequestContext().put(BindingProvider.USERNAME_PROPERTY, "robot");
        provider.getRequestContext().put(BindingProvider.PASSWORD_PROPERTY, "secret");
        System.out.println("null: " + port.peekSample(0));
        System.out.println("caller: " + port.getSample(1).getName());
    }
}

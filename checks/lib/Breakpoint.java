import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;

/**
 * Holds a Java process at a named point: the moment it enters a method for the nth time. The process was started with a
 * debugger's port, so that what is broken is the code that users run, without a hook for tests in it. Each line of standard
 * input is {@code port class method n}; the answer is {@code held}, with the process standing still, or what went wrong.
 */
void main() throws Exception {
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] words = line.split(" ");
        String answer;
        try {
            answer = hold(words[0], words[1], words[2], Integer.parseInt(words[3]));
        } catch (Exception e) {
            answer = "failed: " + e;
        }
        IO.println(answer);
    }
}

String hold(String port, String type, String method, int turns) throws Exception {
    VirtualMachine machine = attach(port);
    List<ReferenceType> loaded = machine.classesByName(type);
    if (loaded.isEmpty()) {
        var prepare = machine.eventRequestManager().createClassPrepareRequest();
        prepare.addClassFilter(type);
        prepare.enable();
    } else {
        breakAt(machine, loaded.getFirst(), method);
    }
    int left = turns;
    while (left > 0) {
        EventSet events = machine.eventQueue().remove(120_000);
        if (events == null) {
            machine.dispose();
            return "failed: " + type + "." + method + " was not entered within 120 s";
        }
        for (Event event : events) {
            if (event instanceof ClassPrepareEvent prepared) {
                breakAt(machine, prepared.referenceType(), method);
            } else if (event instanceof BreakpointEvent) {
                left--;
            }
        }
        if (left > 0) {
            events.resume();
        }
    }
    return "held";
}

void breakAt(VirtualMachine machine, ReferenceType type, String method) throws Exception {
    var methods = type.methodsByName(method);
    if (methods.isEmpty()) {
        throw new VMDisconnectedException("there is no method " + method + " in " + type.name());
    }
    for (var each : methods) {
        if (each.location() != null) {
            machine.eventRequestManager().createBreakpointRequest(each.location()).enable();
        }
    }
}

VirtualMachine attach(String port) throws Exception {
    AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("port").setValue(port);
    arguments.get("hostname").setValue("127.0.0.1");
    return connector.attach(arguments);
}

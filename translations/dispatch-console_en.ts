<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>DataFolder</name>
    <message>
        <source>Dispatch Console</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Choose another folder…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Folder for the data</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A console is open on this folder; it was brought to the front.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>DispatchClient</name>
    <message>
        <source>JSON that is no list</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Administration of VMware Dispatch.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Start on the local Dispatch in the box.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connect to this server.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Organization.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Bearer token for the server.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Folder of this console's data.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Play the tour; with =DIR, save its pictures.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Print the version.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Print this help.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Unexpected argument: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>--server needs an address such as http://127.0.0.1:8080.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>TourMode</name>
    <message>
        <source>The temporary folder %1 cannot be written. Free some space, or set TMPDIR to another folder.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The pictures are in %1</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>client::Credentials</name>
    <message>
        <source>sign in</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>a line break or control character</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The cookie or token cannot be sent as it is.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy it again, on one line.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>client::DataDirectory</name>
    <message>
        <source>open the data folder %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The console cannot write to its data folder.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Correct its permissions, or choose another folder with --data-dir.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>it is a file, not a folder</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>it cannot be created</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>it belongs to somebody else</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is no space left for the data of the console.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Free some space on that disk, or choose another folder with --data-dir.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The data folder was written by a newer console.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Update this console, or choose another folder with --data-dir.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>no version number in the file 'version'</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The data folder does not look like one of the console.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose another folder with --data-dir, or restore that file.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>the lock file cannot be written</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>process %1 (%2) on %3 uses it</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Another console is using this data folder.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Use that window, close it first, or choose another folder with --data-dir.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>client::DispatchClient</name>
    <message>
        <source>look at the list of %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Dispatch, development build</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Dispatch %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Dispatch %1 (%2)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>look at %1 %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>create %1 %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>change %1 %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>read the values of secret %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>send event %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>look at the runs</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>look at the runs of %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>look at run %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>run function %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>look at the images</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>ask for the version of the server</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>client::Failures</name>
    <message>
        <source>The server points to another address, and the console does not follow.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Use the address it points to, if you trust it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server did not accept the request.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Correct what it names and try again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server does not know who you are.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Sign in again, or check the token or the service account and its key.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>You are known, but not allowed to do this.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Ask an administrator for a policy that allows it, or check the organization.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server has no such thing (any more).</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look again, and check the name and the organization.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server does not offer this operation.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check that the address is that of a Dispatch API.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A proxy on the way asks for a sign-in.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check the proxy settings.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server waited too long for the request.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Try again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The name is taken, or the server's copy has moved on.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose another name, or look at the existing one first.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The request is larger than the server takes.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Send less.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server does not take this kind of content.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A value breaks a rule of the server.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Correct it and try again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server has too much to do.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The headers of the request are too long for the server.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check the cookie or token of this connection.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server refused the request.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>See what it said.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This Dispatch server does not have that function.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Use a server of another generation for it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A gateway answered, but the Dispatch behind it did not.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check that the Dispatch services are running, then try again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Something went wrong inside the server.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Try again; if it happens again, look at the server's log.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The answer is none that Dispatch gives.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A value has the wrong type or format.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A required value is missing.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A value is too long.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A value has characters that are not allowed there.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A value is none of the allowed ones.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nothing listens at that address.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check that the server runs, and its host and port.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The connection broke before the answer was complete. A change may have taken effect all the same.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look again before you repeat it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>That host name is not known.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check its spelling, the network and the VPN.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server cannot be reached in time.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check the network and the firewall, then try again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No trusted connection: the server's certificate was not accepted.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check the address, and add the server's certificate authority to the connection.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The network went away.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Try again when it is back.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is no network.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The proxy does not answer.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The proxy closed the connection.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The proxy is not known by that name.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The proxy does not answer in time.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The proxy asks for a sign-in.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server points in a circle.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>That is no address of a web server.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Use an address that begins with http:// or https://.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What came back is not HTTP.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server could not be reached.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check the address and the network, then try again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is not a Dispatch API, probably a proxy or captive portal.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Open the address in a browser to see what answers there, then correct host and port or sign in there.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>nothing from %1 for %2 s</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server did not answer in time. A change may still take effect.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look again in a moment, and check that the server is well.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>more than %1 MB</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The answer is larger than the console takes.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>HTTP %1, see %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>see %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>HTTP %1 without an explanation</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>HTTP %1: %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>a web page (HTTP %1) from %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look again; if it stays so, check that the address is that of a Dispatch API.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends. %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>an empty answer</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 bytes of JSON that break off</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The answer was cut off on its way.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The request was cancelled. If it was already on its way, it may have taken effect.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>client::JwtSigner</name>
    <message>
        <source>sign in as a service account</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The private key of the service account cannot be used.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>a public key</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose the private key that belongs to it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Remove the pass phrase: openssl pkey -in KEY -out NEWKEY</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>no key in PEM form</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose a file that begins with -----BEGIN PRIVATE KEY-----.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>a key that is not RSA</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Dispatch takes RSA keys only: make one.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>an RSA key of %1 bits</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Make a key of 2048 bits or more: shorter ones are not safe.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose another key.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>client::KeyPair</name>
    <message>
        <source>make a key pair</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The cryptographic library could not make a key.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check the installation of OpenSSL.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>client::LocalServer</name>
    <message>
        <source>there is no program %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The local Dispatch is not installed.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Install it beside the console or on the PATH, or connect to another server.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The data folder %1 cannot be written.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Free some space, correct its permissions, or choose another folder.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The local Dispatch named an address that is not on this machine.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check which program dispatch-local is.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The local Dispatch could not start: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Correct that and start again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The local Dispatch could not be started.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check that %1 is a program for this machine.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>no word for %1 s</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The local Dispatch did not become ready in time.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Start it again; if that does not help, look at its log.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>start the local Dispatch</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>it was ended by signal %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>it ended with code %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The local Dispatch ended although nobody asked it to. Its data is safe.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Start it again; what was accepted is still there.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>keep the local Dispatch running</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The local Dispatch ended before it was ready.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look at its log, correct what it names and start again.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>client::RunWatch</name>
    <message>
        <source>look at the runs</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>A number is missing in the %1 field</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>"%1" is not a value for the %2 field</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>"%1" has more than one slash</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>"%1" has more than one hyphen</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>"%1" is out of range: the %2 field goes from %3 to %4</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>"%1" begins after its end</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>"%1" has a step of zero</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The %1 field is empty</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>"%1" is not a duration; write it as 10s, 5m or 1h30m</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>"%1" is longer than the 292 years a duration can hold</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>models::CronSchedule</name>
    <message>
        <source>seconds</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>minutes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>hours</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>day of month</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>month</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>day of week</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The schedule is empty</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>"%1" is not known; there are @yearly, @monthly, @weekly, @daily, @hourly and @every 10s</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A time zone cannot be given; schedules are in UTC</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Expected 5 to 6 fields, found %1</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>models::DriverCatalogue</name>
    <message>
        <source>read the catalogue of driver types</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The catalogue that came with the program is damaged.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Install the program again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>a setting without a key</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>the setting %1 has no known type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>the group %1 names the unknown setting %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>an entry without a name or an image</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>models::Failure</name>
    <message>
        <source>Tried: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Came back: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Meaning: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What to do: %1</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>models::Json</name>
    <message>
        <source>read JSON</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The text is not valid JSON.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>nested deeper than %1 levels</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>syntax error at byte %1</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>models::Resource</name>
    <message>
        <source>read a resource</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>an entry without a name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server sent something that is no resource.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>models::ResourceKind</name>
    <message>
        <source>exposed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Secrets</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Exposed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>URL</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Event Type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Function</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Handler</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Free labels, for example team = storage.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What drivers refer to. At most 32 characters.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The container image that a driver of this type runs.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Gives each driver an address of its own, for sources that push their events.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Kept with the type for information; drivers do not inherit it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Driver type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What kind of events this driver brings.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Lower-case letters, digits and dashes.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Handed to the driver as --key=value.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Their keys become environment variables of the driver.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What drivers and functions refer to.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Values</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Key and value. Values are hidden and never kept by the console.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Event type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Compared letter by letter; there are no wildcards.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Runs once for each matching event.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Letters, digits, underscores and dashes.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Stored, but no server uses them: give secrets to the function instead.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What subscriptions refer to.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The image whose language runs the function.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A file or a folder with the code.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>module.function, for example hello.handle; needed for folders.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Given to the function in context.secrets.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Time limit</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A run that takes longer is stopped. 0 = no limit.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>driver type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Driver Types</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>driver</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Drivers</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>secret</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>subscription</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Subscriptions</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>function</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Functions</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>models::ResourceTableModel</name>
    <message>
        <source>%1: none</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 d</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>models::Rules</name>
    <message>
        <source>This is required.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>At most %1 characters; this has %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Only lower-case letters, digits and dashes, starting with a letter or digit, as in vcenter-lab.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes, and no dash at the start. No dots, no spaces.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots. Wildcards such as * are not supported.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>models::Run</name>
    <message>
        <source>read a run</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>an entry without an id</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server sent something that is no run.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>models::RunTableModel</name>
    <message>
        <source>%1: none</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Function</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Event Type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>under 1 ms</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::CataloguePicker</name>
    <message>
        <source>Known drivers</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Something else</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::ConflictPanel</name>
    <message>
        <source>(hidden values)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>(empty)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server's copy was changed while this form was open. Nothing was saved yet.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Field</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>On the server now</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>In this form</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What differs</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Save &amp;mine over it</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Take the &amp;server's</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::ConnectDialog</name>
    <message>
        <source>Connect to a server</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Address of the server</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Organization</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Token, optional</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>none: sends the cookie that Solo expects</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Address</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Organization</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Token</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The address is scheme, host and port, for example http://127.0.0.1:8080.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>An organization is needed; most servers have one called dispatch.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Asking %1…</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::CredentialsBox</name>
    <message>
        <source>Where the credentials come from</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Name of the new secret</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Secret name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 *</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Show values</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No secret for them yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Secret %1 (%2)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A new secret with these values</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Name of the secret: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is a secret "%1" already. Choose it, or take another name.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The new secret has no values yet.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source> + </source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Needed: %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>, or </source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Settings can be read by everybody who may list drivers; these belong into a secret.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::DeleteDialog</name>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Delete %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What goes, and what uses it</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Used by</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Delete the %1 "%2"?</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>Delete these %n resources (%1)?</source>
        <translation><numerusform>Delete this %n resource (%1)?</numerusform><numerusform>Delete these %n resources (%1)?</numerusform></translation>
    </message>
    <message>
        <source>The runs of a function, with their output and logs, are deleted with it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A driver that is still CREATING may leave its container running behind. Better wait for READY.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The values of a secret cannot be brought back.</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n of them are in use. What uses them stays, and fails.</source>
        <translation><numerusform>%n of them is in use. What uses it stays, and fails.</numerusform><numerusform>%n of them are in use. What uses them stays, and fails.</numerusform></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Deleting %1 of %2…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>deleting…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>deleted</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 of %2 deleted, %3 failed.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Stopping after this one…</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::DetailsPane</name>
    <message>
        <source>Overview</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>YAML</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Uses</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Details of the selection</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What it uses and what uses it</source>
        <translation type="unfinished" />
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation><numerusform>%n selected</numerusform><numerusform>%n selected</numerusform></translation>
    </message>
    <message>
        <source>Select a row to see its details.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::DriverSettingsEditor</name>
    <message>
        <source>Other settings</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>More settings of this driver</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Credentials</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source> + </source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 needs %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>, or </source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 does not know "%2" and may refuse to start.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>"%1" can be read by everybody here; it belongs into a secret.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::EmptyHint</name>
    <message>
        <source>A driver type names the image that brings events of one source, for example vCenter, AWS or a clock. Register one, then start drivers from it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A driver runs and turns what happens somewhere into events. Start one and watch it become READY.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A secret keeps passwords and keys by name, so that drivers and functions can use them without showing them.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A subscription runs a function each time an event of one type arrives.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A function is your code. Subscriptions run it for events; you can run it by hand as well.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Asking the server…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No %1 yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nothing matches the filter</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The list could not be read</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Clear the filter</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>New %1…</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::EventTypeEditor</name>
    <message>
        <source>"%1" has this event type too. On Dispatch Solo each event reaches only one of the two.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::EventsPage</name>
    <message>
        <source>Event &amp;type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Event type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>S&amp;ource</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Content type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Content type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Event id</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;New id</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Event &amp;id</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Data, JSON</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Data</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Send event</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Send the event (Ctrl+Return)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Sent &amp;before</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Events sent from this window</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;All runs</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Event type: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>An event needs a source.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>An event needs an id.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Data: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Sending…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Compared letter by letter; there are no wildcards.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>does not exist</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 → %2 (%3)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No subscription has this event type: the event will be dropped.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Hits %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Queued, but no subscription has this event type.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Queued. The runs it causes appear below.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>All runs</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Runs caused by %1 (%2)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Runs of the event you send appear here</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::ImageEditor</name>
    <message>
        <source>The server has no image "%1"; it has %2.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::JsonEdit</name>
    <message>
        <source>line %1, column %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This is not JSON from %1 on.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>Start minikube and install Dispatch in it with its own tools, then connect here: the address is what “minikube service” shows for the API gateway of Dispatch.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Main tool bar</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;New</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>New %1…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Connect to a server…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Look now</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look now (%1)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;About Dispatch Console</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>New resource</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Filter (%1)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Filter the table</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>All words must occur in a row; a word after - must not.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>More tools</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not connected</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connection %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 · org %2 – Dispatch Console</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Dispatch Console</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Enter</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Duplicate</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Del</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy as YAML</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>About Dispatch Console</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;Administration of VMware Dispatch event systems.&lt;/p&gt;&lt;p&gt;GPL 3.0 or later. No account, no telemetry.&lt;/p&gt;</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Details</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Show what was tried and what came back</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy the message with all details</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Close this message</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Details of the message</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could not %1. %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>HTTP status: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Raw answer:</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::MillisecondsEditor</name>
    <message>
        <source> ms</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>no limit</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::NameEditor</name>
    <message>
        <source>There is a %1 of this name already.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A name cannot change. Duplicate the %1 to give it another.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Leave it empty to use the made-up name.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::Overview</name>
    <message>
        <source>Image</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Changed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Driver type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Secrets</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Event type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Function</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Language image</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Handler</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Time limit</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Built image</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>does not exist</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Correct its settings or secrets with Edit; saving starts it again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Correct the source or the handler with Edit; saving builds it again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look at the Uses tab for what is missing, then save it again with Edit.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It disappears when the server is done.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Wait a moment; the list is looked at every second meanwhile.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Next step</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Created</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Uses</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Used by</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::PairRows</name>
    <message>
        <source>A value has no key.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The key "%1" is there twice.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>key</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>value</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Remove this entry</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Key %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Value %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Remove entry %1</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::ParameterField</name>
    <message>
        <source>This time never comes.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Next: %1 (UTC)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>For example: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 *</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The driver does not run without it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A whole number is needed.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>At least %1.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::ReferenceEditor</name>
    <message>
        <source>choose or type a name</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose a %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is no driver type "%1", and it is not in the catalogue.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is no %1 "%2" yet.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 The type is registered first, with image %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 (%2, will be registered)</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::ReferencesEditor</name>
    <message>
        <source>There are no %1 yet.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not there yet: %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 (will be created)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 (does not exist)</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::ResourceDialog</name>
    <message>
        <source>New %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Edit %1 %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Duplicate %1 %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Save</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Create</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Read the values &amp;again</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reading the values…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Without its values the secret cannot be changed.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is nothing to change.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Saving…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Discard?</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Discard what you typed?</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::ResourceForm</name>
    <message>
        <source>&amp;More</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Known driver</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::ResourcePage</name>
    <message>
        <source>&amp;New…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy as &amp;YAML</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Copy as</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy the selection as text</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>New %1 (%2)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Edit the selected %1 (Enter)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>New %1 with the values of the selected one</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Delete the selection, after a question (Del)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Enter edits, Delete deletes, the menu key shows what else can be done.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Columns of %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Age of the list</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>as of %1 · stale</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>as of %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::RunList</name>
    <message>
        <source>Runs</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::RunPanel</name>
    <message>
        <source>&amp;Input (JSON)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Input of the run, JSON</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Run the function with this input (Ctrl+Return)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The function is %1: it can run when it is READY.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Left empty, the function gets no input.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::RunView</name>
    <message>
        <source>
… cut here, %1 bytes in all</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Logs</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Run %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose a run to see its output, logs and error.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No output.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Still running…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>--- standard error ---</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It wrote nothing.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No error.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Event %1
Type %2, source %3

</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No input.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::SaveFlow</name>
    <message>
        <source>save %1 %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Saving was cancelled. The server may have done a part of it already.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look at the list before you try again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>replace %1 %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The old one is still being deleted.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Wait until it is gone from the list, then save again.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::SecretPairsEditor</name>
    <message>
        <source>S&amp;how values</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Value from &amp;file…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A secret needs at least one key.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A file that becomes one value</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 is larger than 1 MB, too large for a secret.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::SecretPeek</name>
    <message>
        <source>&amp;Reveal</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Fetch this value and show it for 30 seconds</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reveal the value for 30 seconds</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Key of the secret</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Value of the key</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>hidden</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::SentEventsModel</name>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 from %2, %3</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::SourceArchive</name>
    <message>
        <source>pack the source %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The source could not be packed: %1</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>compression failed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>the folder has no files</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose the folder that holds the code.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Check that you may read the file.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>it is larger than 64 MB</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Leave out what the function does not need, or put libraries into its image.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::SourceEditor</name>
    <message>
        <source>choose, drop or type a path</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Fol&amp;der…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;File…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose a source folder</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose a source file</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The server never gives a source back: choose it again to change the function.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose the file or the folder with the code.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>There is no file or folder %1.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A folder needs a handler that says where to begin.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>All files below the folder are packed, without hidden ones.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1, read when the form is sent.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Folder with the code</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>File with the code</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message>
        <source>Starting local Dispatch…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Where is your Dispatch?</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Works right away on this machine, keeps its data, needs nothing else.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Connect to a server</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Dispatch Solo or Dispatch on Kubernetes, by its address.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Set up &amp;minikube</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A full cluster on this machine. Connect to the Dispatch in it by its address.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>not connected</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>connected</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>connected %1 ms</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>no answer</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>paused: the sign-in was refused</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>next look %1 s</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>token %1 s</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>token %1 min</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::Tour</name>
    <message>
        <source>A Dispatch of your own</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A local Dispatch runs on this machine. It keeps its data, and it is a real one: what works here works on a server.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Register a driver type</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A driver type says which image turns something into events. The catalogue knows the usual ones; ticker is the simplest.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keep a secret</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Passwords belong into secrets: drivers and functions refer to them by name, and the window never shows a value unless you ask.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Start a driver</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A driver is a running instance of a type. This one ticks every two seconds. The table follows it until it is READY.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Create a function</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A function is a file or a folder with code. Dispatch builds it and says READY when it can run.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Subscribe the function</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A subscription ties an event type to a function, letter by letter. From now on each tick runs hello.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Send an event and see its run</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Events can be made by hand. Before sending, the page says what the event will hit; afterwards it shows the run, with output and log.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look at what ran</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The function keeps its runs: those of the ticker and yours, each with its input, output and log.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Stop the driver</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Deleting says first what depends on the thing, and Cancel is the default. Nothing needs this driver, so it goes.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The picture %1 could not be saved. Is there space, and may you write there?</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The window was closed.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The tour was stopped.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>nothing came of it</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>the control was not there</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Step %1 (%2), move %3 did not happen: %4.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::TourCaption</name>
    <message>
        <source>&amp;Stop tour</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ui::Workspace</name>
    <message numerus="yes">
        <source>%n in ERROR</source>
        <translation><numerusform>%n in ERROR</numerusform><numerusform>%n in ERROR</numerusform></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Deleted %1 %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Created %1 %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Saved %1 %2.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%1 is READY.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>bring %1 %2 to READY</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It is in ERROR and the server gives no reason.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Correct it with Edit; saving starts it again.</source>
        <translation type="unfinished" />
    </message>
</context>
</TS>

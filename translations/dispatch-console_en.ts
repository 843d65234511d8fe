<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>DataFolder</name>
    <message>
        <source>Dispatch Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Choose another folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A console is open on this folder; it was brought to the front.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Administration of VMware Dispatch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start on the local Dispatch in the box.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to this server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Organization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bearer token for the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of this console&apos;s data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print the version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print this help.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unexpected argument: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--server needs an address such as http://127.0.0.1:8080.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play the tour; with a folder behind it, save its pictures there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import these files, folders or addresses without a window; with --plan or --apply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what the import would change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Carry the import out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not ask before --apply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export these kinds, for example Driver,Secret, or all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the export to this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print JSON, for scripts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no kind %1 to export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--import and --export do not go together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--import needs either --plan or --apply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import and export need --server.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScriptMode</name>
    <message>
        <source>Carry it out? [y/N] </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed; add --yes to carry it out without a question.
</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TourMode</name>
    <message>
        <source>The temporary folder %1 cannot be written. Free some space, or set TMPDIR to another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pictures are in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>play the tour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tour came to an early end: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again with Help → Tour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tour keeps nothing.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::BrowserLogin</name>
    <message>
        <source>sign in with the browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The browser did not come back in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in again, and go on in the browser until it says that you are signed in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The console cannot listen for the answer of the browser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste the cookie by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No cookie came along. Go back to the console.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed in. This page can be closed; go on in the console.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no usable cookie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The browser came back without the cookie of a sign-in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in again. If it stays so, the server does not sign people in with a browser: use a service account.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Changes</name>
    <message>
        <source>create %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not as it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The %1 %2 was changed on the server meanwhile. Nothing was done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it again, then decide.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replace %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The old one is still being deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until it is gone from the list, then save again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was gone already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>find out what an interrupted import had done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It did not reach the server.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::CliConfig</name>
    <message>
        <source>read the configuration of the command line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the connection by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” has a dot in its name, so that the command line cannot use it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” names no organization; “%2” is taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” does not check the certificate of the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key of “%1” cannot be read: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others on this machine can read the key %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others on this machine can read %1 and the cookies in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not JSON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no contexts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is of a version before 0.1.16; later ones do not read it, in silence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file names no contexts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is no context and is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address of “%1” cannot be used, so it is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The current context “%1” does not exist; the command line then takes https://localhost:443 in silence.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::ClusterJob</name>
    <message>
        <source>start %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stop %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pause %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unpause %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>repair the context of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enable an add-on of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disable an add-on of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again to go on where it was, or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::ClusterWatch</name>
    <message>
        <source>list the profiles of minikube</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask for the state of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Clusters</name>
    <message>
        <source>heard from minikube %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::CommandLog</name>
    <message>
        <source>(not kept here: it may hold secrets, or is shown elsewhere)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(dropped, so that this list stays small)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Commands</name>
    <message>
        <source>list the add-ons of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask minikube for its add-ons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the services of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask for the address of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read the settings of minikube</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask minikube for its drivers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read the contexts of kubeconfig</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read the logs of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>save the logs to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(cut off here: `minikube logs -p %1 --file=…` saves all of it)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::ConnectionTest</name>
    <message>
        <source>local Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch Solo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 on Kubernetes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another server that speaks the Dispatch API</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Organization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>given up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the proxy looks it up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is an address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the spelling, the network and the VPN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the proxy reaches it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the server runs, its port, and the firewall.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network, the VPN and the firewall.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plain http</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask for the version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the certificate is not checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the pinned certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the certificate is trusted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a token made here is taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n drivers</source>
        <translation>
            <numerusform>%n driver</numerusform>
            <numerusform>%n drivers</numerusform>
        </translation>
    </message>
    <message>
        <source>not tried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test of %1, organization %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, %1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the address names no host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the address of the connection.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Credentials</name>
    <message>
        <source>sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a line break or control character</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cookie or token cannot be sent as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy it again, on one line.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::DataDirectory</name>
    <message>
        <source>open the data folder %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The console cannot write to its data folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct its permissions, or choose another folder with --data-dir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a file, not a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it belongs to somebody else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no space left for the data of the console.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space on that disk, or choose another folder with --data-dir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data folder was written by a newer console.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update this console, or choose another folder with --data-dir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no version number in the file &apos;version&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data folder does not look like one of the console.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder with --data-dir, or restore that file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the lock file cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>process %1 (%2) on %3 uses it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another console is using this data folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use that window, close it first, or choose another folder with --data-dir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there are files in it, and none of the console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder holds something else, and the console would lock others out of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name a folder of its own with --data-dir, for example %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::DispatchClient</name>
    <message>
        <source>look at the list of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch, development build</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>create %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read the values of secret %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>send event %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at the runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at the runs of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at run %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run function %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at the images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask for the version of the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at what there is of kind %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON that is no object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::DispatchInstaller</name>
    <message>
        <source>kubectl does not know the cluster %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the cluster again: that writes its context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at the pods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pods say: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch on %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::DriverPods</name>
    <message>
        <source>look for the pods of driver %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::EmitJob</name>
    <message>
        <source>The connection broke, but there is a run of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection broke, and no run can tell whether it arrived. It was not sent again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not sent: the job was stopped before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection broke, and the job was stopped before it was looked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a line of more than %1 MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The events of the job cannot be read on from line %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the file: it needs one JSON value a line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line is no JSON: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Exporter</name>
    <message>
        <source>others could read it there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The export was not saved: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another place, or make room there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Failures</name>
    <message>
        <source>The server points to another address, and the console does not follow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the address it points to, if you trust it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server did not accept the request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct what it names and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not know who you are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in again, or check the token or the service account and its key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are known, but not allowed to do this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask an administrator for a policy that allows it, or check the organization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no such thing (any more).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again, and check the name and the organization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not offer this operation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the address is that of a Dispatch API.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A proxy on the way asks for a sign-in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the proxy settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server waited too long for the request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name is taken, or the server&apos;s copy has moved on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name, or look at the existing one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request is larger than the server takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not take this kind of content.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value breaks a rule of the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has too much to do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The headers of the request are too long for the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the cookie or token of this connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server refused the request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See what it said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This Dispatch server does not have that function.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use a server of another generation for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A gateway answered, but the Dispatch behind it did not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the Dispatch services are running, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at the server&apos;s log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is none that Dispatch gives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value has the wrong type or format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A required value is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value is too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value has characters that are not allowed there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value is none of the allowed ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing listens at that address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the server runs, and its host and port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again before you repeat it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That host name is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check its spelling, the network and the VPN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server cannot be reached in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network and the firewall, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network went away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again when it is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy closed the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy is not known by that name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy does not answer in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy asks for a sign-in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server points in a circle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is no address of a web server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use an address that begins with http:// or https://.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came back is not HTTP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server could not be reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the address and the network, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a Dispatch API, probably a proxy or captive portal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the address in a browser to see what answers there, then correct host and port or sign in there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing from %1 for %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again in a moment, and check that the server is well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than %1 MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is larger than the console takes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTP %1, see %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>see %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTP %1 without an explanation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTP %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a web page (HTTP %1) from %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again; if it stays so, check that the address is that of a Dispatch API.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an empty answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes of JSON that break off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer was cut off on its way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request was cancelled. If it was already on its way, it may have taken effect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 It may have taken effect all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection broke before the answer was complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token is from the future: the clock of this machine or of the server is wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare both clocks, set the wrong one, then sign in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token has expired, or the clock of this machine or of the server is wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get a new token; if it was made just now, compare both clocks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key does not belong to this service account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the private key whose public half the server has for this account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no such service account in that organization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name of the account and its organization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service account was given without its organization.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter it as ORGANIZATION/NAME.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token is not signed with an RSA key, and Dispatch takes no other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use a token made with RS256, RS384 or RS512.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy does not answer, or does not let the console through to the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection, or list the host among those that are reached without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A server that wants a client certificate also does this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That port speaks TLS, and the address says plain http.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use https:// in the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are known, but no policy of the organization “%1” lets you “%2” on “%3”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask an administrator for a policy with the action “%1” on the resource “%2”, or check the organization.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::FileBody</name>
    <message>
        <source>it changed while it was sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it grew while it was sent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::FileCheck</name>
    <message>
        <source>it changed while it was read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it had %1 bytes and has %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its SHA-256 is another one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was written since</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>send the file %1 as text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes that are not UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON, in which events travel, can hold a text only as UTF-8.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send it as binary, or save it as UTF-8 first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the file was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose it again to read it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::GenerationFinder</name>
    <message>
        <source>ask which Dispatch this is</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::ImportPlanner</name>
    <message>
        <source>plan the import</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::ImportRun</name>
    <message>
        <source>Not tried, because %1 %2 did not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not tried: the import was stopped before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The values of this secret are not kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import its file again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::ImportSource</name>
    <message>
        <source>import %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is more than is imported at once: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no such files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no *.yaml, *.yml or *.json below this folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder, or the files themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over %1 files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, where %2 are the limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over %1 in all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an HTML page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address shows a page for people and not the file itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the address of the file, often called “raw”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address answered with status %1 and not with a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it in a browser and look; what needs a sign-in has to be saved as a file first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no address of http or https.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write it in full, for example https://example.com/wiring.yaml.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::InstallFolder</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another console is installing in this cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until it is done.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::InstallOrder</name>
    <message>
        <source>install Dispatch in the cluster %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>try an installation in the cluster %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uninstall Dispatch from the cluster %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Journal</name>
    <message>
        <source>open a sent event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing with the number %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That event is no longer in the history.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the history again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write the ledger of a job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal of sent events could not be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again; if it stays so, look at the disk that holds %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk that holds the journal of sent events is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space there; nothing that was written before is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal of sent events cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the permissions of %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program uses the journal of sent events.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the program that has %1 open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>put the damaged journal aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it cannot be renamed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal of sent events is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move %1 to another place and start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open the journal of sent events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a damaged file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal of sent events was damaged. A new, empty one is in use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The old one was kept as %1; `sqlite3 FILE .recover` can read what is left of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no driver for SQLite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A part of Qt that keeps the journal is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the package libqt6sql6-sqlite and start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it cannot be created, or belongs to somebody else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check the journal of sent events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal of sent events was written by a newer console.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update this console, or move %1 to another place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>make the tables of the journal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>use the journal of sent events</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::JwtSigner</name>
    <message>
        <source>sign in as a service account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The private key of the service account cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a public key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the private key that belongs to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the pass phrase: openssl pkey -in KEY -out NEWKEY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no key in PEM form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file that begins with -----BEGIN PRIVATE KEY-----.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key that is not RSA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch takes RSA keys only: make one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an RSA key of %1 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a key of 2048 bits or more: shorter ones are not safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key in the form of OpenSSH</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert a copy of it: ssh-keygen -p -m PKCS8 -f COPY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a certificate</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::KeptRun</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space there, and check who owns it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was cancelled. A part of it may be done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It ended without an answer: somebody killed it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It printed more than %1 MiB, and was given up.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::KeyPair</name>
    <message>
        <source>make a key pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cryptographic library could not make a key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the installation of OpenSSL.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Keychain</name>
    <message>
        <source>use the keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing for %1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See whether it asks for its password in a window of its own, then let the console ask again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no such secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain does not hold this secret.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not what was written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain does not keep what it is given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair or replace the keychain of your desktop.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::LocalServer</name>
    <message>
        <source>there is no program %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local Dispatch is not installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install it beside the console or on the PATH, or connect to another server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data folder %1 cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space, correct its permissions, or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local Dispatch named an address that is not on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check which program dispatch-local is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local Dispatch could not start: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct that and start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local Dispatch could not be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that %1 is a program for this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no word for %1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local Dispatch did not become ready in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again; if that does not help, look at its log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start the local Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was ended by signal %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it ended with code %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local Dispatch ended although nobody asked it to. Its data is safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again; what was accepted is still there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keep the local Dispatch running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local Dispatch ended before it was ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at its log, correct what it names and start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>local</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::NetworkDoor</name>
    <message>
        <source>nothing was sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection “%1” is read-only: the console changes nothing there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the protection of the connection, if it is meant to be changed from here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::PodLog</name>
    <message>
        <source>read the log of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pod is gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pod is gone; another one has its name now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pod has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The container ended with exit code %1 (%2) and is started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The container is started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>save the log of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::PortForwards</name>
    <message>
        <source>forward port %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pod %1 is gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward a port of the pod that has taken its place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The forward did not become ready in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look whether the pod runs and the cluster answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::PreflightRun</name>
    <message>
        <source>exit code %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer to that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>given up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube has no profile %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at what an installation needs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::PrivateFile</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::PrivateKey</name>
    <message>
        <source>open the private key of the service account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The private key cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The private key is locked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter its pass phrase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pass phrase does not open this key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter it again; mind capitals and the layout of the keyboard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file of the private key is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::ProcessRun</name>
    <message>
        <source>no pipe to the command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine has no room for another command.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was given up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command was cancelled. A part of it may be done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command did not end in time, and was ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was killed, or crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ended without an answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at what it said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not on this machine, or not where programs are looked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that it is a program for this machine, and that you may run it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Profile</name>
    <message>
        <source>read a connection profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct it in the file, or delete it there; the other profiles are not touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>something that is no profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the profile “%1” has no id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the profile %1 has no name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the address of “%1” cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the proxy of “%1” cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” signs in in an unknown way</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::ProfileConnection</name>
    <message>
        <source>use a connection profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The secret that signs in to “%1” is not here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the cookie, the token or the key again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is no service account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter its name, or ORGANIZATION/NAME.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::ProfileExport</name>
    <message>
        <source>export the connection profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file was not written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::ProfileFile</name>
    <message>
        <source>use the file of the connection profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection profiles in %1 cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair the file, or go on: before anything is saved, the damaged file is kept under another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file of the connection profiles is larger than such a file can be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move it away: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON that is no list of profiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version %1; this console knows %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection profiles were written by a later version of the console. They are left as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the later version, or move the file away: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” has the id of another profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it another id in the file, or delete it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection profiles were not saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another console holds it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it cannot be locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again, and check that the folder can be written: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not what it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another console has changed or deleted this profile meanwhile. Nothing was saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the profile as it is now, then change it again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::RegularFile</name>
    <message>
        <source>read the file %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check its permissions and the disk it is on, or choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such file (any more).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a named pipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a socket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the content of a file can be sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file; copy what you want to send into one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file changed since you chose it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it, then choose it again to send it as it is now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::RunWatch</name>
    <message>
        <source>look at the runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::ServiceAccountMaker</name>
    <message>
        <source>Making a key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making the service account…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the service account %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making the policy…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeping the key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made before that, and still there: %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::SourceArchive</name>
    <message>
        <source>pack the source %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The source could not be packed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>compression failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the folder has no files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder that holds the code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that you may read the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is larger than 64 MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out what the function does not need, or put libraries into its image.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::StandingCommand</name>
    <message>
        <source>open a tunnel to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open the dashboard of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::SystemKeychain</name>
    <message>
        <source>use the keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain did not let the console in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain did not do what it was asked; it may be locked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock the keychain of your desktop and allow the console to use it, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret Service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KWallet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Windows Credential Manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>macOS Keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no D-Bus session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This session has no keychain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the console from a desktop session to have secrets kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>neither libsecret nor KWallet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no keychain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install libsecret-1-0 and a keychain such as gnome-keyring.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::TemplateFolder</name>
    <message>
        <source>read the template %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is too large for a template.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the template name a file for its data instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is no template.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct it in an editor; it was left as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>save the template %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file %1 could not be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the permissions of the folder and the space on its disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete the template %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file could not be deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the permissions of its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rename the template %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is a file %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another template has that name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name, or delete the other one first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Tls</name>
    <message>
        <source>read %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another file in the settings of the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is no file of PEM certificates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no private key, or a locked one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The private key of a certificate must be PEM without a pass phrase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of %1 comes from %2, and nothing on this machine vouches for that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the connection the CA file of your organization, or compare the fingerprint with the administrator and pin the certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of %1 was good until %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate; if it should still be good, set the clock of this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of %1 is good from %3 only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the clock of this machine, or ask the administrator for a new certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of %1 was revoked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of %1 is known to be in the wrong hands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate is for %5, and not for the host of this connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use a name from the certificate as address, or pin the certificate after comparing its fingerprint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of %1 is signed by nobody but itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare the fingerprint with the administrator and pin the certificate, or choose its file as CA file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%2 signed the certificate of %1 without being allowed to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of %1 is not one for servers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server sent no certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That port does not speak TLS, probably plain http.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use http:// in the address, or the port for https.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key of the server&apos;s certificate is too short to be safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s certificate is signed in a way that is no longer safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server wants a client certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one, with its key, in the settings of the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server speaks only versions of TLS that are no longer safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the administrator to switch TLS 1.2 or 1.3 on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not trust our client certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another one in the settings of the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not take our client certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server hung up while the connection was being secured. It may not speak TLS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(nameless)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>certificate %1 of %2: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No trusted connection: the server&apos;s certificate was not accepted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the address, and add the server&apos;s certificate authority to the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a certificate with another fingerprint than the pinned one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not the certificate that was pinned: it was renewed, or somebody is in between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare the new fingerprint with the administrator before you pin it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its key is also too short to be safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, by %2, until %3, SHA-256 %4</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Toolbox</name>
    <message>
        <source>makes and runs the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shows what runs in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>installs Dispatch in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the installer of Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>makes certificates for Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>can carry the cluster as a container</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>can carry the cluster as a machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask %1 for its version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sudo apt install %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>get it from %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::Undo</name>
    <message>
        <source>take back the change of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take changes back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The values that the secret %1 had are gone: they are never written to the disk. It can come back only with its keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This console does not know the kind %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the deleted one cannot be made again from here. Create it from its file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the one before cannot be brought back from here. Save the function again from its file.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>client::WorkloadWatch</name>
    <message>
        <source>all namespaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the pods of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the events of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the namespaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the nodes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::ClusterFailure</name>
    <message>
        <source>This minikube is too new for that version of Kubernetes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a newer Kubernetes; for Kubernetes 1.15 take minikube v1.24.0 or older.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A cluster cannot go back to an older Kubernetes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete this cluster and create it again with that version, create a second one, or start it with the version it has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster is paused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpause it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kubernetes itself did not come up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again. If that does not help, the logs say why, or delete it and create it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine has less memory than that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the cluster less memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine does not have what was asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask for less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The memory does not fit: too little, or more than there is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another amount of memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space, then start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube may not use a file or device it needs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check who owns the files it names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are fewer processors than that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the cluster fewer processors, or at least the two it needs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kubeconfig cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make ~/.kube and its files yours: sudo chown -R $USER ~/.kube.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine cannot run virtual machines, or that is switched off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch virtualisation on in the firmware, or use a container driver such as docker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something on this machine is in the way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mend what minikube names, then start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something could not be fetched from the network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network, and HTTP_PROXY, HTTPS_PROXY and NO_PROXY, then start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing on this machine can carry the cluster with that driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install Docker, or choose another driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This driver must not be used as this user.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the console as a user that is not root, or use another driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver does not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What carries the cluster does not run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it (for Docker: sudo systemctl start docker), then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What should carry the cluster is not installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install it, or choose another driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not use what should carry the cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For Docker: sudo usermod -aG docker $USER, then sign in to the desktop again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What carries the cluster does not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it with its own tools, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network between this machine and the cluster does not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check VPN and firewall, then start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster was made with another driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it with its own driver, or delete it and create it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster does not run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody deleted it; create it again if you want it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine of the cluster could not be made or started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again. If that does not help, delete it and create it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The container runtime in the cluster does not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the logs and look there, or create it with another runtime.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tunnel runs already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use that one, or end it where it was started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube does not take one of the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the setting it names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube was killed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the state, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube could not do it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read what it said; its logs say more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::ClusterFix</name>
    <message>
        <source>Start the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create a cluster…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose dispatch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose helm…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose kubectl…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose minikube…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose openssl…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use today&apos;s repositories</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use its address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the local Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uninstall…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the pods</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::ClusterProfile</name>
    <message>
        <source>minikube answered something that is none of its known answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the tool is minikube, and its version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the profiles of minikube</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube cannot read its own files, most likely kubeconfig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the file that KUBECONFIG names, or ~/.kube/config: is it YAML, and yours?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask minikube for the state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name has at least two letters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letters, digits, - and . only; it begins and ends with a letter or a digit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube keeps this word for itself.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::ClusterState</name>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube has not said yet how it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nonexistent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its settings cannot be read: a start that never got far leaves this behind. Delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pausing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unpausing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it to see what runs in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kubernetes itself is paused; what runs in other namespaces, Dispatch too, goes on without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>machine missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its machine or container was removed without minikube. Start makes a new one; what was in the old one is gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>driver down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What carries its machine (Docker, for example) does not answer. Start that first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disk full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of its machine is full. Remove images there (minikube ssh -- docker system prune), or create it again with a larger disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>degraded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine runs, but Kubernetes does not answer well. Starting it again often helps; its logs say why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>misconfigured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster is well, but kubeconfig points to another address. Repair the context.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is being started outside of this console, or that was given up half way. Wait until it is done, or start it here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::CreatePlan</name>
    <message>
        <source>A version looks like v1.31.0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube %1 takes Kubernetes from %2 on. For %3 use minikube v1.24.0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 processors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>This machine has %n processors.</source>
        <translation>
            <numerusform>This machine has %n processor.</numerusform>
            <numerusform>This machine has %n processors.</numerusform>
        </translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 MB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine has %1 MB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That leaves next to nothing for everything else on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images and data need at least %1 MB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only %1 MB are free; the disk grows as it is used, and may fill up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From 1 to %1 nodes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a profile of this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose what carries the cluster.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::CronSchedule</name>
    <message>
        <source>seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>day of month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>day of week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The schedule is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not known; there are @yearly, @monthly, @weekly, @daily, @hourly and @every 10s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A time zone cannot be given; schedules are in UTC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected 5 to 6 fields, found %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number is missing in the %1 field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a value for the %2 field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one slash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one hyphen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is out of range: the %2 field goes from %3 to %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; begins after its end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; has a step of zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The %1 field is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a duration; write it as 10s, 5m or 1h30m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is longer than the 292 years a duration can hold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::DriverCatalogue</name>
    <message>
        <source>read the catalogue of driver types</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The catalogue that came with the program is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a setting without a key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the setting %1 has no known type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the group %1 names the unknown setting %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an entry without a name or an image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listens to a vCenter server and passes on what happens to virtual machines, hosts and datastores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User, password and address in one line: user:password@host, with a port if it is not 443. Write %, #, /, ? and spaces as percent codes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the name or address of the vCenter server. For newer builds of the driver, instead of the line above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who to sign in as. Special characters as percent codes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password of that user. Special characters as percent codes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver, with its content.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receives events that Azure Event Grid pushes to the address of the driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetches CloudWatch events of an AWS account through a queue that it sets up itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The id of an AWS access key. The driver takes it only from a secret.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The secret half of the access key. Session tokens and instance roles do not work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The AWS region to listen in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A JSON list of CloudWatch patterns; each becomes one rule. A mistake here only shows in the log: then nothing arrives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A CloudWatch schedule in UTC, at most once a minute: rate(5 minutes) or cron(…).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the name of the queue begins; a random part is added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds between two looks into the queue, at least 1. Each look takes up to ten messages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes into the source of every event.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removes the queue and the rules when the driver is asked to stop. A driver that is killed leaves them behind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empties the queue without sending any event on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends an event at set times.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When to fire, in UTC. Seconds come first: second, minute, hour, day, month and, if you like, weekday; or @every 10s, @hourly, @daily.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes into the source of every event. Left empty, each start makes up its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fires without sending.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives you an address that takes CloudEvents 0.2 over HTTP from anyone who knows it, without a password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes what arrives into the log and sends nothing on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends an event every so many seconds. Good for trying things out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds between two events, at least 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticks without sending.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::DriverOpinion</name>
    <message>
        <source>READY, but the cluster has no pod of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that this is the cluster of the connection. If it is, update the driver, and Dispatch makes its deployment again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster has no pod of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster has no pod of it yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ERROR, but its pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch may not have looked again yet. If it stays so, update the driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>READY, but 0 of %1 pods are available: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pod is available: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its pod is still there: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, but its pod cannot start: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, and its pod starts: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster could not be asked: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kubernetes can have no deployment with the name %1: it is longer than %2 letters, or has letters that it may not have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a driver with a shorter name, or of a type with a shorter one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Dwell</name>
    <message>
        <source>It starts and fails in turn. Its settings, its secrets or the system it watches are the usual cause: correct them with Edit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works and fails in turn. See in the Uses tab what changes beneath it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This takes unusually long. Delete it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This takes unusually long. Check the image of its driver type, then save it again with Edit, or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This takes unusually long. Check its language, then save it again with Edit, or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This takes unusually long. Save it again with Edit, or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct its settings or secrets with Edit; saving starts it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the source or the handler with Edit; saving builds it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the Uses tab for what is missing, then save it again with Edit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It disappears when the server is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait a moment; the list is looked at every second meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::EventProblems</name>
    <message>
        <source>An event needs an id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A time is written as in 2018-09-12T10:11:12.345Z or 2018-09-12T10:11:12+02:00. Leave it empty for the time of sending.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is an address as in https://example.com/schema.json, or a path that starts with /. Blanks are written %20.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This extension needs a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is already an extension of this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A JSON value is needed, for example &quot;text&quot;, 1 or true.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file, or another kind of data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file has not been looked at yet. Choose it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text holds half of a character (a lone surrogate). It arrives as a replacement character.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data is JSON, but the content type says something else. Leave it empty for application/json.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The content type says JSON, but functions receive the data as one string. Choose the JSON mode to send values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, functions do not receive extensions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, the time is cut to whole seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message brokers often refuse more than about 1 MB. The server answers before it finds out.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::EventTemplate</name>
    <message>
        <source>A text is expected here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Members with values are expected here, as in &quot;name: value&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is already above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. It has: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. Did you mean &quot;%2&quot;?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A list of &quot;- name: ...&quot; with &quot;value: ...&quot; is expected here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file needs its path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mode is json, text or file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is more than one kind of data. Say which one counts, as in &quot;mode: json&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not YAML: %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Failure</name>
    <message>
        <source>Tried: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came back: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Meaning: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::HelmList</name>
    <message>
        <source>What helm listed is not what any of its versions lists.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::ImportReader</name>
    <message>
        <source>Did you mean %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A document has to be a list of members such as kind and name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document has no kind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kinds are: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is called %1 now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such kind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This member is there twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is gone: leave it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A %1 has no such member.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A text is expected here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A list of entries with key and value is expected here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An entry with key and value is expected here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key and value, a line each, are expected here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key is there twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value of a secret is a text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A list of texts is expected here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file that the manifest names cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This member is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file has %1; up to %2 are read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut it into several files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no text but something binary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YAML and JSON are read in UTF-8, or in UTF-16 with a mark.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An import is one or more documents with a kind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This %1 occurs a second time; it is in %2 already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This alias stands for something that contains the alias.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file unfolds into more than %1 values, which is the limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels, which is the limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a tab in the indentation. YAML is indented with spaces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The lines do not fit together here: look at the indentation, and whether the file is cut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file ends in the middle of a text. Is it cut off?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A character that cannot stand here. A tab? YAML is indented with spaces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A colon that cannot stand here: look at the indentation, or put the value in quotes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no YAML: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This text has no closing quote. Is the file cut off?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::InputCheck</name>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>character %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes, SHA-256 %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::InstallAdvice</name>
    <message>
        <source>The installer finds no %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Helm 2.17.0 is needed. Install it, or say where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install it, or say where it is. It makes the certificates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The helm that was found is version 3 or newer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This installer works with helm 2 only: install 2.17.0 and choose it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Helm 2 has no tiller in this cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run helm init, wait until the pod tiller-deploy is ready, and install again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Helm is %1, and tiller in the cluster is another version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring tiller to the version of helm with helm init --upgrade.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This Kubernetes is too new: it has no %1 of the kind that the charts ask for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes v1.15.12: that needs minikube v1.24.0 or older, and a virtual machine or a host with cgroup v1. What was installed already stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiller may not do what it needs to in this cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give its account the role cluster-admin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No release failed: helm printed a warning about its repositories, and the installer takes that for one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the old address out of the repositories of helm, and install again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An earlier try left releases that failed: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Purge them, and install again. Their data goes with them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chart repository %1 is gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let today&apos;s repositories stand in for it, in the advanced settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The charts of Dispatch cannot be fetched from %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter another address for them, or a folder with the charts of a checkout of Dispatch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chart repository %1 does not answer, or is none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter another repository for the chart, in the advanced settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A chart repository refuses to give its charts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pods of %1 did not become ready in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at what the pods wait for; most often an image cannot be pulled or the memory is not enough. Then purge the release and install again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kubectl printed a warning, and the installer reads it as a port: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a kubectl of about the version of the cluster: 1.14 to 1.16 for Kubernetes 1.15. The release ingress stays behind and is used by the next try.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The install file names no host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the address of the cluster for both hosts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer does not take the setting %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct it in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer cannot read the install file %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that it is there and that you may read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The install file %1 is not YAML.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate does not name the address of the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection has to take this certificate unchecked, or pinned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service %1 is not there: a dry run installs nothing, and then asks for what it would have installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That says nothing about whether an installation works. Use the check above instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it, or wait until it is ready, and install again. If it runs and still does not answer, delete it and create it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step %1 of %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer gave up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read what it said. A try that failed may leave releases behind that the next one stumbles over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer said that all is well, and installed nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does that for a service that it does not know. Look at what it said, and install again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only %1 charts were installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install again; what is there already stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exit code 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer said that all is well, but helm says that these are not: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Purge them, and install again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::InstallFile</name>
    <message>
        <source>read the install file %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not YAML.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>several documents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An install file has one document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no members</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An install file has sections of settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A host is an IP address, or a name that begins with a letter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A port is a number up to 65535.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is true or false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer knows %1 only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An address has a scheme and a host, such as https://example.com.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is no email address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A host is needed; usually the IP address of the cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer takes a false for nothing said, and keeps it on. It cannot be turned off here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A certificate of your own needs the file of its private key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a certificate file the key is not used, and a certificate is made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A registry needs its name; without one leave user and password empty too, and the one in the cluster is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only OpenFaaS uses an image pull secret.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OIDC needs the address of its issuer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody can sign in until the provider knows this console: enter its client, or turn “No sign-in” on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is no name of a namespace.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::InstallSettings</name>
    <message>
        <source>Host of Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host of the API gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sign-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Debug messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tracing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep data on disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functions run on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events travel by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port of Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ingress is reached by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API gateway is reached by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image registry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its email address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image pull secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the database on disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RabbitMQ user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RabbitMQ password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in provider</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OIDC issuer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cookie secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jaeger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts of Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Json</name>
    <message>
        <source>read JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is not valid JSON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nested deeper than %1 levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>syntax error at byte %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::JsonKeys</name>
    <message>
        <source>&quot;%1&quot; is already in this object, on line %2. Receivers keep only the last one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::JsonLayout</name>
    <message>
        <source>lay out JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is not valid JSON yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With its deep nesting on lines of their own the text becomes too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it as it is, or make it compact.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::JsonText</name>
    <message>
        <source>There is nothing here. A value is needed, for example {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value is complete before this. Remove what follows, or put everything into one array.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels. Flatten it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An object ends with }, not with ].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An array ends with ], not with }.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A comma or } is missing before this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A comma or ] is missing before this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this comma: nothing follows it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This { is never closed by }.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This [ is never closed by ].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name in double quotes is needed here, as in &quot;name&quot;: 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A colon is missing between the name and its value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not UTF-8. Save the text as UTF-8.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This text is never closed by &quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This text is not closed by &quot; on its line. A line end inside a text is written \n.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This control character is written %1 inside a text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such escape. A backslash itself is written \\.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>\u needs four hexadecimal digits, as in \u00fc.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is half of a character (a lone surrogate). Receivers replace it by U+FFFD.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A digit is missing here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number does not start with 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value is missing at the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts stand in double quotes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON has no comments. Remove this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value is missing before this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is written %1, in lower case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no value. Texts stand in double quotes; other words are true, false and null.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Kubectl</name>
    <message>
        <source>The kubeconfig has no credentials for this cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster does not accept the credentials of the kubeconfig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not do that in this cluster. It says nothing about what is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another namespace, or ask for the right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kubeconfig does not know this cluster. minikube takes it out when the cluster stops.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the cluster, or let minikube write the kubeconfig again (Update context).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no kubeconfig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kubeconfig cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the file, or move it away and let minikube write a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster measures nothing: the add-on metrics-server is not enabled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable the add-on metrics-server and wait a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was no container before this one, or its log is gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the log of the one that is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The container has not started, so there is no log of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reason of the pod and its events say what it waits for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program has this local port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another local port, or let the system choose one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local port cannot be opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pod does not run, so nothing can be forwarded to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to the pod was lost: it, or the cluster, went away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look whether the pod still runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It did not become ready in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at its pods and their events.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not there, or not any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refresh the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of the cluster is not the one of the kubeconfig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster does not answer: it is stopped, paused, or still starting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at its state on this page, and start it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster did not answer in time: it is paused, or overloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at its state on this page; unpause it, or give it more memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address of the cluster does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine of the cluster cannot be reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster did not accept that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it said names the reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kubectl is too old, or no kubectl of Kubernetes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install a newer one, or choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing, and exit code %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kubectl could not do it (exit code %1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let minikube write the kubeconfig again (Repair context).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Kubernetes</name>
    <message>
        <source>The list of events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON that is no list of Kubernetes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that kubectl is the one of Kubernetes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of namespaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>container %1 was started again once; the last time it ended with exit code %2 (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>container %1 was started again %4 times; the last time it ended with exit code %2 (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name of the image, and whether the cluster can reach its registry. The events below say what the registry answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the name of the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It ends soon after each start. Read the previous log of its container; an event driver ends when it is given a setting it does not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the previous log of its container.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It took more memory than it may. Give it, or the cluster, more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A secret or a setting that it needs is not in the cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at its events below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No node has room for it. Stop what is not needed, or make a cluster with more memory and processors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The node ran short of memory or disk. Make room, then delete the pod.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of pods</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::KubernetesEventModel</name>
    <message>
        <source>%1: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::MinikubeLists</name>
    <message>
        <source>list the add-ons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the services</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask for the address of the cluster</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Plan</name>
    <message>
        <source>This server has no %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No values in the file: those on the server stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers do not change the tags of a secret; delete and create it for that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers do not give sources back, so it cannot be compared. Tick it to send it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A function is created and changed together with its source, and the file names no sourcePath.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files: the server will refuse this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name: %1 is longer than 63 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name %1: capitals and underscores are not allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server gives each event to only one of the subscriptions of a type, and deleting one breaks the others: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs the %1 %2, which is blocked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(without a value)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The %1 %2 uses it, and stays.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::PodTableModel</name>
    <message>
        <source>%1: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pod</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Preflight</name>
    <message>
        <source>The cluster runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version of Kubernetes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the charts ask Kubernetes for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer, dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Helm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version of Helm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiller, the half of Helm 2 in the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiller may do what it must</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kubectl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kubectl says nothing by the way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenSSL, for the certificates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version of minikube</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What carries the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Control groups of this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processors, memory, disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kubectl knows the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts can be fetched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No releases that failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier installations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hosts in the install file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster can be reached from here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>can be seen once the cluster runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local Dispatch comes with this console and needs none of this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking: %1 answers are still to come.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An installation cannot work yet: %1 bad, %2 to be careful about.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is wrong so far; %1 could not be found out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may work; be careful about %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is right for an installation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes %1. That needs minikube %2 or older, and a driver with a virtual machine (kvm2, virtualbox, hyperkit) or a machine with cgroup v1. Or take another way of installing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes ask for 1.19 or newer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the cluster tells whether it works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 processors, %2 MB memory, %3 MB disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch wants %1 processors, %2 MB memory and %3 MB disk. A cluster keeps what it was created with: create it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; the installer gets a file of its own with this one only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no context %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the cluster again, which writes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the charts of the installer need 1.10 to 1.15</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The charts were tried with 1.10 to 1.15.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 without deployments, which the charts ask for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no %1, which the charts ask for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not ready: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until the nodes are ready, or start the cluster again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The node runs out of it: pods are turned away. Make room, or create a larger cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create the cluster with the container runtime docker: others refuse the image registry in the cluster, which has no TLS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ready, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no data is kept on disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is a default storage class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no default storage class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn the add-on default-storageclass on, or keep no data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the driver %1 hides the ports of the cluster here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward the ports of the pods of the ingress and of kongproxy, and connect to those.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at its address; tried after the installation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts without tiller need Helm 3 or newer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be fetched: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The repositories that the installer takes by itself are gone since 2020. Let today&apos;s stand in for them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter other repositories in the advanced settings, or a folder with charts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the installer works with Helm 2, from 2.15 on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get Helm 2.17.0 and choose it, or take another way of installing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 here, tiller %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring tiller to the version of Helm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is none that is ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run helm init; tiller needs an account that may do everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its account may do everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the account kube-system/tiller may not do everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bind it to the role cluster-admin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Purge them: the installer refuses to work beside them. Their data goes with them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none, but Helm says: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer takes each word for a release that failed. Take the old address out of the repositories of Helm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer reads each word as the number of a port. Choose a kubectl of about the version of the cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>those of the old Google repositories</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is in the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has to be pulled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether it still is where it was, only pulling tells. One that you have can be loaded into the cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>namespaces: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>releases: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Installing again upgrades what is there. Uninstall first for a fresh one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1”, and the cluster is at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the address of the cluster, which may change when it starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say where it is, or get it: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1%2 cannot be used: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; the cluster is there already, and old enough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, which makes no cluster with Kubernetes 1.15</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose minikube %1 or older to create the cluster with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version 2: Kubernetes 1.15 runs on this machine in a virtual machine only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version 2 here; the virtual machine has its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version 2, and the cluster runs all the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version 2: a kubelet before 1.19 does not run in a container here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox, or start this machine with cgroup v1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make room or give yourself the right to write there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; the configuration of an earlier installation is kept beside the new one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set, and not for the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set, also for what is in the cluster: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add these to NO_PROXY, and start the console and the cluster again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::RecordKind</name>
    <message>
        <source>organization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>service account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>policy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>base image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Resource</name>
    <message>
        <source>read a resource</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an entry without a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server sent something that is no resource.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::ResourceKind</name>
    <message>
        <source>exposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free labels, for example team = storage.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What drivers refer to. At most 32 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The container image that a driver of this type runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives each driver an address of its own, for sources that push their events.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept with the type for information; drivers do not inherit it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What kind of events this driver brings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower-case letters, digits and dashes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handed to the driver as --key=value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Their keys become environment variables of the driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What drivers and functions refer to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key and value. Values are hidden and never kept by the console.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compared letter by letter; there are no wildcards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs once for each matching event.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letters, digits, underscores and dashes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored, but no server uses them: give secrets to the function instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What subscriptions refer to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image whose language runs the function.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file or a folder with the code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>module.function, for example hello.handle; needed for folders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given to the function in context.secrets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run that takes longer is stopped. 0 = no limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>driver type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driver Types</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drivers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>subscription</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::ResourceTableModel</name>
    <message>
        <source>%1: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Rules</name>
    <message>
        <source>This is required.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most %1 characters; this has %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only lower-case letters, digits and dashes, starting with a letter or digit, as in vcenter-lab.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes, and no dash at the start. No dots, no spaces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots. Wildcards such as * are not supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Run</name>
    <message>
        <source>read a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an entry without an id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server sent something that is no run.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::RunTableModel</name>
    <message>
        <source>%1: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>under 1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Snippets</name>
    <message>
        <source>The shell cannot write a text file as a JSON string. Use Python, or send the file as binary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command line has no option for extensions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command line always sends the time of sending.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command line always says application/json with data, and nothing without.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>curl (bash)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PowerShell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dispatch emit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Python</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Variables</name>
    <message>
        <source>This is written as %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two whole numbers are needed, the smaller one first, as in {{random 1 6}}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environment variable %1 is not set. Set it before the program starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a new random UUID each time it stands somewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the time of sending in UTC, as in 2018-09-12T10:11:12.345Z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the number of the event, counted from 1 in a job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number from A to B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the environment variable NAME</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The braces that open here are not closed on this line by }}. Write {{{{ if you mean two braces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no variable of this name. Write {{{{ if you mean two braces.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::AddonsModel</name>
    <message>
        <source>enabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add-on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::AddonsView</name>
    <message>
        <source>Filter the add-ons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Disable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Enable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster must run to change add-ons.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::AttributesForm</name>
    <message>
        <source>Event &amp;type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;ource</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>who sends it, for example dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Content type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event &amp;id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a fresh one for each send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ti&amp;me</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the time of sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type &amp;version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schema &amp;URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More attributes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a fresh id here, to know it before the event is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by the kind of data</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::CataloguePicker</name>
    <message>
        <source>Known drivers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::CliImportDialog</name>
    <message>
        <source>Import from the command line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which contexts shall become connections? The file of the command line stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contexts of the command line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take &amp;cookies and keys along into the keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no sign-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cookie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>service account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2 · org %3 · %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (current)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ClusterDeeds</name>
    <message>
        <source>Save the logs of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the logs of %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved %1 to %2; secrets are masked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop what is being done?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something is being done to %1. When it is stopped half way, it stays half done; start the cluster again later, or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Let it finish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it here?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the files of minikube, %1 is being started outside of this console. If that was given up, start it here. If it goes on, two starts would be in each other&apos;s way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start it here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ClusterDesk</name>
    <message>
        <source>&amp;Back to the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Dispatch in the cluster %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still under way: %1. It can run on without this window; the next start of the console picks it up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Give up and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still under way from before: %1. It is on the page Cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Dispatch that was just installed. Its certificate is self-made: connect, compare the fingerprint, and pin it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch is being installed. Closing the window ends that half done; it can be run again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still at work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep minikube running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidying up; the window closes by itself.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ClusterPage</name>
    <message>
        <source>&amp;Create…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Unpause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Repair context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;logs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy &amp;IP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Services</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profiles of minikube</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>find minikube</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the &amp;tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, in %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Show it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point kubeconfig to the cluster again. That makes it the current context, too.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::CommandsModel</name>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>given up</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::CommandsView</name>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the command printed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the comman&amp;d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the o&amp;utput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a command to see what it printed. Secrets are masked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also what the console as&amp;ks by itself</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ComplaintList</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>⚠ %n problems in what was read. What they are about is not imported.</source>
        <translation>
            <numerusform>⚠ %n problem in what was read. What it is about is not imported.</numerusform>
            <numerusform>⚠ %n problems in what was read. What they are about is not imported.</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems in what was read</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ComposerForm</name>
    <message>
        <source>The data is being checked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ConflictPanel</name>
    <message>
        <source>(hidden values)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s copy was changed while this form was open. Nothing was saved yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the server now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In this form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;mine over it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the &amp;server&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ConnectionBand</name>
    <message>
        <source>red</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>orange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>violet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>protected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read-only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>insecure: the certificate is not checked, anybody may be in between</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ConnectionDesk</name>
    <message>
        <source>&amp;Manage connections…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The secret is not copied: enter it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the connection?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the connection “%1” to %2 and forget its secrets? The server keeps what is on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export connections without secrets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Test this connection…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New &amp;service account…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made the service account %1. The connection “%2” signs in with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Imported %n connections.</source>
        <translation>
            <numerusform>Imported %n connection.</numerusform>
            <numerusform>Imported %n connections.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ConnectionTestDialog</name>
    <message>
        <source>Test the connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The way to %1:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of the test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;opy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies the findings, without secrets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E&amp;xport without secrets…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2 · org %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;From the command line…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::CreateDialog</name>
    <message>
        <source>Create a cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Kubernetes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CP&amp;Us</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D&amp;isk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N&amp;odes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Runtime</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add-ons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the one minikube comes with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Suit it to Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kubernetes 1.15.12, which the archived charts of Dispatch need, with enough of all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not found on this machine. To get it: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kubeconfig has a context of this name already; minikube will overwrite it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine has %1 processors, %2 of memory and %3 of free disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at what this machine has…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::CredentialsBox</name>
    <message>
        <source>Where the credentials come from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the new secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No secret for them yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new secret with these values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the secret: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a secret &quot;%1&quot; already. Choose it, or take another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new secret has no values yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> + </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needed: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, or </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings can be read by everybody who may list drivers; these belong into a secret.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::DataPane</name>
    <message>
        <source>Data as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Te&amp;xt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fi&amp;le</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One value a line; undo takes it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything on one line; undo takes it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the cursor where it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data, JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pasted JSON was one very long line and was put on several lines. Its values are the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data, text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent as it stands here, as a JSON string</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source> (and %n more)</source>
        <translation>
            <numerusform> (and %n more)</numerusform>
            <numerusform> (and %n more)</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>An event carries one file: the first of %n was taken.</source>
        <translation>
            <numerusform>An event carries one file: the first of %n was taken.</numerusform>
            <numerusform>An event carries one file: the first of %n was taken.</numerusform>
        </translation>
    </message>
    <message>
        <source>The text is too long for the editor and is being kept as a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text was too long for the editor and was kept as this file. It arrives as one string. What was typed before is still there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::DeleteCluster</name>
    <message numerus="yes">
        <source>its %n machines or containers (%1)</source>
        <translation>
            <numerusform>its machine or container (%1)</numerusform>
            <numerusform>its %n machines or containers (%1)</numerusform>
        </translation>
    </message>
    <message>
        <source>its disk, with every image and volume on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everything that runs in it; a Dispatch too, with its event drivers, secrets, subscriptions and functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its context in kubeconfig</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete a cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the cluster %1? This goes with it:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was not &amp;made by this console; delete it all the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::DeleteDialog</name>
    <message>
        <source>Delete %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What goes, and what uses it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the %1 &quot;%2&quot;?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Delete these %n resources (%1)?</source>
        <translation>
            <numerusform>Delete this %n resource (%1)?</numerusform>
            <numerusform>Delete these %n resources (%1)?</numerusform>
        </translation>
    </message>
    <message>
        <source>The runs of a function, with their output and logs, are deleted with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A driver that is still CREATING may leave its container running behind. Better wait for READY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n of them are in use. What uses them stays, and fails.</source>
        <translation>
            <numerusform>%n of them is in use. What uses it stays, and fails.</numerusform>
            <numerusform>%n of them are in use. What uses them stays, and fails.</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleting %1 of %2…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 deleted, %3 failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping after this one…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo can bring the values of a secret back only until this console is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Delete what &amp;uses them too, first (%n)</source>
        <translation>
            <numerusform>Delete what &amp;uses them too, first (%n)</numerusform>
            <numerusform>Delete what &amp;uses them too, first (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>From the top down. The first that does not go ends it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::DeletionsModel</name>
    <message>
        <source>and %1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::DetailsPane</name>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YAML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details of the selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it uses and what uses it</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a row to see its details.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::DifferenceModel</name>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Member</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::DispatchView</name>
    <message>
        <source>&amp;1 Check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;2 Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch on this cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Uninstall…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dry run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asks the cluster and changes nothing. It only works where Dispatch is installed already: it asks for what it would have installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Install</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the original installer is run from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster has to run first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install Dispatch in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These are settings of the cluster %1: select it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed in the settings of the cluster %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::DriverOpinion</name>
    <message>
        <source>The cluster: not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster agrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster disagrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the cluster says about the driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::DriverSettingsEditor</name>
    <message>
        <source>Other settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More settings of this driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> + </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, or </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not know &quot;%2&quot; and may refuse to start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; can be read by everybody here; it belongs into a secret.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::EmptyHint</name>
    <message>
        <source>A driver type names the image that brings events of one source, for example vCenter, AWS or a clock. Register one, then start drivers from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A driver runs and turns what happens somewhere into events. Start one and watch it become READY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A secret keeps passwords and keys by name, so that drivers and functions can use them without showing them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A subscription runs a function each time an event of one type arrives.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A function is your code. Subscriptions run it for events; you can run it by hand as well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No %1 yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing matches the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not on this server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This Dispatch server does not offer %1. Nothing is wrong with it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::EventSender</name>
    <message>
        <source>send event %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of the event was on its way: the server may have taken it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was cancelled before all of it was sent: the server did not take it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the runs before you send it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The draft is still here: send it when you like.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::EventTypeEditor</name>
    <message>
        <source>&quot;%1&quot; has this event type too. On Dispatch Solo each event reaches only one of the two.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::EventsPage</name>
    <message>
        <source>All runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About the event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Look at the file again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This sends the event.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This sends the event once more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::EventsPane</name>
    <message>
        <source>Filter the events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only of the &amp;selected pod</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events of the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No event is like that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster keeps its events for about an hour. There is none.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message>
        <source>Export as YAML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The &amp;selection (%n, %1)</source>
        <translation>
            <numerusform>The &amp;selection (%n, %1)</numerusform>
            <numerusform>The &amp;selection (%n, %1)</numerusform>
        </translation>
    </message>
    <message>
        <source>All of this &amp;tab (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;One file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file for e&amp;ach resource, in a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sa&amp;fe for the original command line (no --- inside values)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the &amp;values of secrets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The values stand in the file as they are. Only you can read it (mode 0600): keep it so, and do not put it under version control.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secrets are exported with their names only. Functions are exported without their source, which no server gives back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YAML (*.yaml *.yml)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ExtensionsGrid</name>
    <message>
        <source>name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON value, for example &quot;text&quot; or 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this extension</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of extension %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value of extension %1, JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove extension %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::FailureCard</name>
    <message>
        <source>Failure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What minikube printed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Could not %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · exit code %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what it printed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::FilePane</name>
    <message>
        <source>About the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send as &amp;binary (base64), also when it is text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a file here, choose one, or type its path and press Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel reading the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture in the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beginning of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Forget them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading was cancelled. The event can be sent when the file was read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty: the event goes without data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>goes as a JSON string</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>goes as base64 in a JSON string</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>binary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2, %3)
%4, modified %5
SHA-256 %6</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ForwardDialog</name>
    <message>
        <source>Forward a port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reach a port of %1 from this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Port of the pod</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port of the pod</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port &amp;here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any free one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A port is a number from 1 to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ports below %1 are for the system: this may be refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only programs on this machine reach it. It ends with the console.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ForwardModel</name>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost, trying again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cluster / namespace / pod</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ForwardsView</name>
    <message>
        <source>Copied %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in the &amp;browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a pod and choose “Forward a port…”: it can then be reached from this machine only.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::HelpBoxes</name>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Del</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as YAML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Dispatch Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;Administration of VMware Dispatch event systems.&lt;/p&gt;&lt;p&gt;GPL 3.0 or later. No account, no telemetry.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::HistoryModel</name>
    <message>
        <source>no answer yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::HistoryView</name>
    <message>
        <source>Any time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History of sent events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search: words of the data, type:… source:… id:…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open in the composer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send &amp;again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the &amp;id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>De&amp;lete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing that was sent is like that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you send is kept here, with the answer and the runs it caused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete from the history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the event %1 from the history?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it did on the server stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ImageEditor</name>
    <message>
        <source>The server has no image &quot;%1&quot;; it has %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ImportReport</name>
    <message>
        <source>◐ working…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>● done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>= was there already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>○ not tried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>↶ rolled back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ not rolled back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ImportWindow</name>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop at the first failure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete what the files do not name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the kinds that occur in the files. What uses something goes before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save r&amp;eport…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pasted text</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>A&amp;pply %n changes</source>
        <translation>
            <numerusform>A&amp;pply %n change</numerusform>
            <numerusform>A&amp;pply %n changes</numerusform>
        </translation>
    </message>
    <message>
        <source>A&amp;pply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop files here, or choose where the import comes from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n to create</source>
        <translation>
            <numerusform>%n to create</numerusform>
            <numerusform>%n to create</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to change</source>
        <translation>
            <numerusform>%n to change</numerusform>
            <numerusform>%n to change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to delete</source>
        <translation>
            <numerusform>%n to delete</numerusform>
            <numerusform>%n to delete</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n the same</source>
        <translation>
            <numerusform>%n the same</numerusform>
            <numerusform>%n the same</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n blocked</source>
        <translation>
            <numerusform>%n blocked</numerusform>
            <numerusform>%n blocked</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not tried</source>
        <translation>
            <numerusform>%n not tried</numerusform>
            <numerusform>%n not tried</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rolled back</source>
        <translation>
            <numerusform>%n rolled back</numerusform>
            <numerusform>%n rolled back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be rolled back</source>
        <translation>
            <numerusform>%n could not be rolled back</numerusform>
            <numerusform>%n could not be rolled back</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n left</numerusform>
            <numerusform>%n left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of which nobody can tell</source>
        <translation>
            <numerusform>%n of which nobody can tell</numerusform>
            <numerusform>%n of which nobody can tell</numerusform>
        </translation>
    </message>
    <message>
        <source>This import was interrupted: %1. Apply the rest, or roll back what was done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Rolled back: %n changes.</source>
        <translation>
            <numerusform>Rolled back: %n change.</numerusform>
            <numerusform>Rolled back: %n changes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This makes %n changes.</source>
        <translation>
            <numerusform>This makes %n change.</numerusform>
            <numerusform>This makes %n changes.</numerusform>
        </translation>
    </message>
    <message>
        <source>This takes back what the import did.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::InstallForm</name>
    <message>
        <source>%1, version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, repository</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the newest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;More settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts, &amp;repositories and versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use today&apos;s chart repositories in place of those that are gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Folder with charts of Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with charts of Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none: they are fetched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time for each chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install also beside releases that failed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::InstallProgress</name>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ca&amp;ncel…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what the installer printed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output of the installer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Installing Dispatch in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying an installation in %1. On a cluster without Dispatch this fails: it installs nothing, and then asks for what it would have installed. It tells whether the installer takes the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uninstalling Dispatch from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Getting ready, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking whether all is there, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1 of %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1 of %2: certificate in %3, %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1 of %2: chart %3, %4. Nothing is said while a chart installs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pods wait: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That hardly gets better by itself; you may as well cancel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was cancelled. What was installed before stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install again, or uninstall.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The release %1 may be half made: purge it before you install again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch is uninstalled from %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer takes the file, and found everything that it asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch is installed in %1, at %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its certificate was made by the installer, so that the connection takes it unchecked; pin it to be safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the installation?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is installed so far stays, and the chart that is being installed may be left half made. The next installation then stumbles over it until it is purged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel the installation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::InstallQuestions</name>
    <message>
        <source>All releases of Dispatch are purged: ingress, postgres, docker-registry, openfaas, jaeger, riff, transport, rabbitmq, api-gateway, zookeeper and dispatch. With them go the namespaces openfaas, jaeger, riff, kong, zookeeper and dispatch and everything in them: functions, drivers, subscriptions, secrets, images and all data, also what others put there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster stays, and so does tiller. Install file, certificates and the configuration of the command line stay in %1. Connections of this console stay, and will not be answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install Dispatch all the same?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The check found %1 things with which an installation in %2 cannot work. What gets installed before it fails stays in the cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Install all the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uninstall Dispatch?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uninstall Dispatch from the cluster “%1”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Uninstall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep the namespaces, with what is left in them</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::InstallSettings</name>
    <message>
        <source>The install &amp;file, secrets masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The install file, secrets masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open an install file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the install file, with its secrets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the install file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>save the install file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved, readable for you only: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::JobButton</name>
    <message>
        <source>No job runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the window of the job</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::JobForm</name>
    <message>
        <source>The &amp;draft, this often:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A &amp;file of JSON lines:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File of JSON lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An event or the data of one on each line; the rest comes from the draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;How fast:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As fast as answers come</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With an interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At a rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interval in milliseconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;At once, at most:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events on their way at once, at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl *.ndjson *.json *.txt);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file whose lines are to be sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::JobPlot</name>
    <message>
        <source>Rate and latency of the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After %1 seconds: %2 events a second now, %3 at most; answers take %4 ms, the slowest twentieth more than %5 ms; %6 ms at worst.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rate and the latency of the job appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer, ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p50</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::JobView</name>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpausing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repairing the context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enabling an add-on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disabling an add-on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel what is being done to the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: step %2 of %3, %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling; minikube tidies up first…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1 left, as earlier starts took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longer than earlier starts took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>begun by an earlier console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube has said nothing for %1; downloads and slow machines take long, a hang looks the same</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::JobWindow</name>
    <message>
        <source>none yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p50 %1 · p95 %2 · p99 %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the server to come back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send many events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ledger: what became of each event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was started yet. Closing this window does not stop a job.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as many as the file has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 accepted, %3 refused, %4 unknown of %5; %6 on their way, %7 to be sent again. %8 events a second. Runs: %9 succeeded, %10 failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer: %1
Event to run: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The draft cannot be sent: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This sends many events.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::Jobs</name>
    <message>
        <source>%1 sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 job paused: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 job running: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A job is still sending events. Stop it and quit?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. What was sent stays in its ledger; the rest is not sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop the job and quit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::JsonEditor</name>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laid out so, a line or the whole text would be too long for the editor.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::KeptPaste</name>
    <message>
        <source>keep the pasted text as the file %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is too long for the editor and could not be kept as a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make room or choose another place: save the text as a file yourself and choose it here. What you copied is still in the clipboard.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::LedgerModel</name>
    <message>
        <source>HTTP %1 after %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent to run&apos;s end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on its way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::LogText</name>
    <message>
        <source>… (%1 more bytes)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::LogView</name>
    <message>
        <source>Log of a pod</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Container</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log of the container before the one that runs: why it ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>T&amp;imes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When each line was written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Wrap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Long lines go on in the next one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ollow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the newest line in sight. Scrolling up ends it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only lines with… (-word: without)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only lines with these words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find… (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The match before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the selection, or all that is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the log to a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (init)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a pod and press Enter to read its log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking for the log…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Following.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the end of the log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 older lines were dropped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n lines</source>
        <translation>
            <numerusform>%1 of %n line</numerusform>
            <numerusform>%1 of %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 lines are in %2.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::MainToolBar</name>
    <message>
        <source>Main tool bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look now (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo the latest change (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New resource</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All words must occur in a row; a word after - must not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connect to a server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Look now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Dispatch Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · org %2 – Dispatch Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit…	Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D&amp;uplicate…	Ctrl+D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete…	Del</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as &amp;YAML	Ctrl+C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Und&amp;o the latest change…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::MatchHitsModel</name>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::MatchView</name>
    <message>
        <source>Did you mean %1? Only upper and lower case differ. (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Did you mean %1? (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this event will hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscriptions this event will hit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody can say what it will hit: the subscriptions could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type an event type to see which subscriptions it will hit. Compared letter by letter; there are no wildcards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The event will be dropped: no subscription has the type %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Goes to one of %n subscription(s):</source>
        <translation>
            <numerusform>Goes to one of %n subscription:</numerusform>
            <numerusform>Goes to one of %n subscriptions:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hits %n subscription(s):</source>
        <translation>
            <numerusform>Hits %n subscription:</numerusform>
            <numerusform>Hits %n subscriptions:</numerusform>
        </translation>
    </message>
    <message>
        <source>An original Solo shares the events of one type between its subscriptions: each event reaches only one of them, in turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 runs more than once: several subscriptions point at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n of them will not run: subscription and function must both be READY.</source>
        <translation>
            <numerusform>%n of them will not run: subscription and function must both be READY.</numerusform>
            <numerusform>%n of them will not run: subscription and function must both be READY.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what was tried and what came back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the message with all details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Could not %1. %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTP status: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raw answer:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::MillisecondsEditor</name>
    <message>
        <source> ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::NameEditor</name>
    <message>
        <source>There is a %1 of this name already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name cannot change. Duplicate the %1 to give it another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it empty to use the made-up name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::NameQuestion</name>
    <message>
        <source>Change a protected server?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 To go on, type the name of the connection: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Change it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::NodesModel</name>
    <message>
        <source>worker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>control plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kubelet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kubeconfig</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::Overview</name>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least since %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::OverviewPane</name>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State of the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a profile above, or create one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, as of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>runtime</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a new one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minikube does not say how it is: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::PageActions</name>
    <message>
        <source>&amp;New…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as &amp;YAML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the selection as text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the selected %1 (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New %1 with the values of the selected one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the selection, after a question (Del)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::PairRows</name>
    <message>
        <source>A value has no key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key &quot;%1&quot; is there twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove entry %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ParameterField</name>
    <message>
        <source>This time never comes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next: %1 (UTC)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For example: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver does not run without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A whole number is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is &quot;%1&quot;, which is neither true nor false. It stays so until you change it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::PasteDialog</name>
    <message>
        <source>Import pasted text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;YAML or JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YAML or JSON to import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One or more documents with a kind, separated by lines of three dashes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::PinQuestion</name>
    <message>
        <source>Pin the certificate?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the administrator for the SHA-256 fingerprint of the server&apos;s certificate. Only if it is this one, pin it:

%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is this one: &amp;pin it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::PlanModel</name>
    <message>
        <source>changes %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ create</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>~ change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>= same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>− delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✕ blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::PlanView</name>
    <message>
        <source>Plan: what the import would do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new resource</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose what to import. Nothing is changed before you have seen the plan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has the same already: nothing is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files do not name it: it would be deleted.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::PodsPane</name>
    <message>
        <source>Pods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pre&amp;vious log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward a &amp;port…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the &amp;name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pod is like that.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::PreflightModel</name>
    <message>
        <source>looking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::PreflightView</name>
    <message>
        <source>&amp;Way of installing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The original installer, with Helm 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes, with Helm 3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: the local Dispatch of this console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Way of installing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What an installation needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result of the check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 as it was released. Its charts need Kubernetes 1.10 to 1.15 and Helm 2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Works on today&apos;s clusters, with charts that somebody rewrote for them. The console checks what they need, and does not run them: the original installer cannot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A whole Dispatch on this machine, without a cluster. The same screens, the same files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop checking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Check again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Check now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not looked at yet. The check asks the tools and the cluster, and fetches charts to see whether they are there. It changes nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to do here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ProfileDialog</name>
    <message>
        <source>Connection “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Organization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Organization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save without connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address is scheme, host and port, for example http://127.0.0.1:8080.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An organization is needed; most servers have one called dispatch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another connection is called “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The private key is locked: enter its pass phrase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour, protection, certificates, proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Test…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test the connection step by step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in in the browser; the console waits. If no browser opens, go to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connect to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pin the certificat&amp;e…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ProfileSettings</name>
    <message>
        <source>Choose a PEM file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer *.key)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Co&amp;lour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CA &amp;file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client certi&amp;ficate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its &amp;key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>P&amp;inned certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy a&amp;ddress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Without the proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>protected: type the name to change anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read-only: nothing is changed from here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>that of the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this one:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in addition to those of the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In&amp;secure: do not check the certificate at all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anybody on the way can then read the token and everything else. A pinned certificate is safe and works with any server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A SHA-256 fingerprint has 64 hexadecimal digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address of a proxy is host and port, for example proxy.example.com:3128.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ProfilesModel</name>
    <message>
        <source>Profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ReferenceEditor</name>
    <message>
        <source>choose or type a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no driver type &quot;%1&quot;, and it is not in the catalogue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no %1 &quot;%2&quot; yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 The type is registered first, with image %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2, will be registered)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ReferencesEditor</name>
    <message>
        <source>There are no %1 yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not there yet: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (will be created)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (does not exist)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::RequestDock</name>
    <message>
        <source>(nothing)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(too long to keep)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(not text)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(not kept)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(not kept: it may hold secrets)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter: a part of the path, the method or the status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a request to see what was sent…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>…and what came back. Secrets are masked.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::RequestModel</name>
    <message>
        <source>no answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ResourceDialog</name>
    <message>
        <source>New %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the values &amp;again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the values…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without its values the secret cannot be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to change.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard what you typed?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled: nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The %1 is deleted on the server and only in this form now. Discard it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is saved to the server.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ResourceForm</name>
    <message>
        <source>&amp;More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Known driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ResourcePage</name>
    <message>
        <source>Enter edits, Delete deletes, the menu key shows what else can be done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age of the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as of %1 · stale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::RunList</name>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n older run(s) dropped: the newest are kept here.</source>
        <translation>
            <numerusform>%n older run dropped: the newest are kept here.</numerusform>
            <numerusform>%n older runs dropped: the newest are kept here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::RunPanel</name>
    <message>
        <source>&amp;Input (JSON)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input of the run, JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the function with this input (Ctrl+Return)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The function is %1: it can run when it is READY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left empty, the function gets no input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paste the input of a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is too long for this field, which is for inputs typed by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send it as an event with a file: the subscribed functions get it as their input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This runs the function %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::RunView</name>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a run to see its output, logs and error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No output.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still running…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--- standard error ---</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It wrote nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No error.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event %1
Type %2, source %3

</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
… cut here, after %1 kB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of the run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::SaveFlow</name>
    <message>
        <source>save %1 %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving was cancelled. The server may have done a part of it already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the list before you try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The old %1 is deleted and the new one is not there yet: it is only in this form. %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save again to create it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::SecretPairsEditor</name>
    <message>
        <source>S&amp;how values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value from &amp;file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A secret needs at least one key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file that becomes one value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is larger than 1 MB, too large for a secret.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not text (UTF-8). Encode it first, for example with base64.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::SecretPeek</name>
    <message>
        <source>&amp;Reveal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch this value and show it for 30 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reveal the value for 30 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key of the secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value of the key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch this value and put it on the clipboard for 30 seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the value for 30 seconds</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::SendRow</name>
    <message>
        <source>Send man&amp;y…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send this event many times, or the lines of a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Send event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send the event (Ctrl+Return)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of the event is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel sending the event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 sent, waiting for the answer…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ServiceAccountDialog</name>
    <message>
        <source>New service account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key is made on this machine and kept like every other secret of a connection. The server gets its public half. A new connection then signs in to the organization “%1” with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the service account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Allow it everything in this organization, with a policy of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a policy it can sign in and do nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Make it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name has letters, digits, - and _ only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This makes a service account.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ServicesModel</name>
    <message>
        <source>only inside the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ServicesView</name>
    <message>
        <source>Services</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open in the browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Co&amp;nnect to it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking for the services…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cluster must run to have services.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the &amp;tunnel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the &amp;dashboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a &amp;tunnel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the &amp;dashboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tunnel gives services of the type LoadBalancer an address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dashboard of Kubernetes, in a browser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tunnel wants a password, which it can only ask for in a terminal. Run there: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the co&amp;mmand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it in the &amp;browser</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::SignInForm</name>
    <message>
        <source>A service account has a name, as ci or acme/ci.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cookie is missing: all of the header, as name=value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The token is missing: without the word Bearer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The private key of the service account is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The secret is kept in the keychain of this desktop (%1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The secret is kept until the console ends. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the keychain…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: as Dispatch Solo expects it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cookie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bearer token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service account with its key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coo&amp;kie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acco&amp;unt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Private &amp;key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pass phrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file of the private key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>name, or organization/name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asked each time, kept nowhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Private key of the service account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get it with the &amp;browser…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in with the browser</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::SourceBar</name>
    <message>
        <source>&amp;Files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;older…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Address…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>YAML and JSON (*.yaml *.yml *.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import from an address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of a YAML or JSON file (http or https). The credentials of the connection are not sent there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::SourceEditor</name>
    <message>
        <source>choose, drop or type a path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fol&amp;der…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a source folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a source file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server never gives a source back: choose it again to change the function.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file or the folder with the code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file or folder %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder needs a handler that says where to begin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files below the folder are packed, without hidden ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, read when the form is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with the code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File with the code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message>
        <source>Starting local Dispatch…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where is your Dispatch?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Works right away on this machine, keeps its data, needs nothing else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connect to a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dispatch Solo or Dispatch on Kubernetes, by its address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up &amp;minikube</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A full cluster on this machine, with Dispatch in it: make, start and watch it here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected %1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused: the sign-in was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next look %1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>token %1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>token %1 min</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::TemplateBar</name>
    <message>
        <source>Templates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pinned templates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no template and was left alone: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>… and %n more file(s).</source>
        <translation>
            <numerusform>… and %n more file.</numerusform>
            <numerusform>… and %n more files.</numerusform>
        </translation>
    </message>
    <message>
        <source>No templates yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save as template…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Update with this draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Rename, describe, pin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete a template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the template %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file %1 goes with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open the folder of templates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No program on this desktop opens folders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The templates are in %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tem&amp;plates</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::TemplateDialog</name>
    <message>
        <source>&amp;Pinned: has a button of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ToolChooser</name>
    <message>
        <source>Where is %1?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ToolsModel</name>
    <message>
        <source>looking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (chosen)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What for</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ToolsView</name>
    <message>
        <source>%1 is not on this machine, or not where programs are looked for. To get it: %2. Or choose where it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a program that can be run. Choose another file, or search for it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not tell its version (%2). Check that it is %3, and for this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is older than %2. To get a newer one: %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About the tool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the &amp;file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Search for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy &amp;how to get it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a tool to read about it. A cluster takes minikube and something that carries it, such as Docker; kubectl shows what runs in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking &amp;again…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::Tour</name>
    <message>
        <source>A Dispatch of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A local Dispatch runs on this machine. It keeps its data, and it is a real one: what works here works on a server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register a driver type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A driver type says which image turns something into events. The catalogue knows the usual ones; ticker is the simplest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep a secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passwords belong into secrets: drivers and functions refer to them by name, and the window never shows a value unless you ask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A driver is a running instance of a type. This one ticks every two seconds. The table follows it until it is READY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create a function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A function is a file or a folder with code. Dispatch builds it and says READY when it can run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscribe the function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A subscription ties an event type to a function, letter by letter. From now on each tick runs hello.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at what ran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The function keeps its runs: those of the ticker and yours, each with its input, output and log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleting says first what depends on the thing, and Cancel is the default. Nothing needs this driver, so it goes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture %1 could not be saved. Is there space, and may you write there?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window was closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tour was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing came of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the control was not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1 (%2), move %3 did not happen: %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compose an event and see whom it hits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events can be made by hand. Before anything is sent, the page says whom the event will hit and shows the request to the byte, also for curl, PowerShell and Python.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send it and follow what it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trace joins each subscription with its run: state, duration, output and log, and whether the function was given exactly what was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it as a template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A template is a plain file that can be shared. A pinned one has a button of its own. All that was ever sent is in the history.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send many</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A job sends an event many times or the lines of a file, at a rate or as fast as answers come. It keeps a line for each event and draws how long everything takes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::TourCaption</name>
    <message>
        <source>&amp;Stop tour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tour</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::TraceModel</name>
    <message>
        <source>none that is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queued</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::TraceView</name>
    <message>
        <source>Send an event, and what it does appears here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not accepted: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted: HTTP %1 after %2 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n subscription</numerusform>
            <numerusform>%n subscriptions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%n queued</numerusform>
            <numerusform>%n queued</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n succeeded</source>
        <translation>
            <numerusform>%n succeeded</numerusform>
            <numerusform>%n succeeded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a run</source>
        <translation>
            <numerusform>%n without a run</numerusform>
            <numerusform>%n without a run</numerusform>
        </translation>
    </message>
    <message>
        <source>Queued. Following the runs it causes…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The runs cannot be seen just now: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything it caused has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No subscription matched %1: the server took the event and dropped it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The deadline passed before everything had ended. A run that comes later is still shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server does not tell of runs: what the event did cannot be seen from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ The function received exactly what was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody can tell whether the function received what was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The function received something else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The function received something else at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: sent %2, received %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the event did</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What each subscription made of the event</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::UndoDialog</name>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back the latest change?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What undoing would do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After undoing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring secrets back &amp;without their values, which are not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Take back the whole import (%n changes)?</source>
        <translation>
            <numerusform>Take back the whole import (%n change)?</numerusform>
            <numerusform>Take back the whole import (%n changes)?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::UndoModel</name>
    <message>
        <source>Delete %1 %2, which was created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change %1 %2 back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create %1 %2 again, which was deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⚠ The values of the secret are gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undoing would</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::VariableMenu</name>
    <message>
        <source>Variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put a variable into the field with the cursor (Ctrl+Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  –  %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::WireView</name>
    <message>
        <source>length not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as base64</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>⟨the file %1, %2 bytes, %3, %4⟩</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
… shortened here; %1 more bytes go out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
… shortened here; %1 characters in all. Copy takes everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request as it will go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same request for other tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the environment variable %1 before you run it: no credential is written here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data %1 · encoded %2 · request body %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::WorkloadView</name>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NOT ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>takes no new pods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 CPUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 for pods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Node %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What runs in the cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All namespaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the pods: name, state, reason… (-word: without)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the pods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events, log and forwarded ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (terminating)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no pods in this cluster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no pods in %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No cluster is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one, or create one, to see what runs in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What runs in it is shown when that is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kubectl is not on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is needed to see what runs in a cluster: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kubectl does not work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be used. Choose another one under Tools.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This was so %1 ago. %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Events (%n warnings)</source>
        <translation>
            <numerusform>Events (%n warning)</numerusform>
            <numerusform>Events (%n warnings)</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forwarded ports (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::Workspace</name>
    <message numerus="yes">
        <source>%n in ERROR</source>
        <translation>
            <numerusform>%n in ERROR</numerusform>
            <numerusform>%n in ERROR</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted %1 %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Created %1 %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved %1 %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is READY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bring %1 %2 to READY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is in ERROR and the server gives no reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct it with Edit; saving starts it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the input of function %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard what you typed and did not send? It is in: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the import that is running; what it has done stays done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to undo here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Undone: %n changes.</source>
        <translation>
            <numerusform>Undone: %n change.</numerusform>
            <numerusform>Undone: %n changes.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Sign in again…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::YamlDesk</name>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>Imported: %n change.</numerusform>
            <numerusform>Imported: %n changes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Exported %n files to %1.</source>
        <translation>
            <numerusform>Exported %n file to %1.</numerusform>
            <numerusform>Exported %n files to %1.</numerusform>
        </translation>
    </message>
</context>
</TS>

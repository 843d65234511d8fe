<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>DataFolder</name>
    <message>
        <source>Dispatch Console</source>
        <translation>Dispatch Console</translation>
    </message>
    <message>
        <source>&amp;Choose another folder…</source>
        <translation>&amp;Elegir otra carpeta…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>Folder for the data</source>
        <translation>Carpeta de los datos</translation>
    </message>
    <message>
        <source>A console is open on this folder; it was brought to the front.</source>
        <translation>Ya hay una consola abierta en esta carpeta; se ha traído al frente.</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Administration of VMware Dispatch.</source>
        <translation>Administración de VMware Dispatch.</translation>
    </message>
    <message>
        <source>Start on the local Dispatch in the box.</source>
        <translation>Empezar con el Dispatch local incluido.</translation>
    </message>
    <message>
        <source>Connect to this server.</source>
        <translation>Conectarse a este servidor.</translation>
    </message>
    <message>
        <source>Organization.</source>
        <translation>Organización.</translation>
    </message>
    <message>
        <source>Bearer token for the server.</source>
        <translation>Token de portador para el servidor.</translation>
    </message>
    <message>
        <source>Folder of this console&apos;s data.</source>
        <translation>Carpeta de los datos de esta consola.</translation>
    </message>
    <message>
        <source>Print the version.</source>
        <translation>Mostrar la versión.</translation>
    </message>
    <message>
        <source>Print this help.</source>
        <translation>Mostrar esta ayuda.</translation>
    </message>
    <message>
        <source>Unexpected argument: %1</source>
        <translation>Argumento inesperado: %1</translation>
    </message>
    <message>
        <source>--server needs an address such as http://127.0.0.1:8080.</source>
        <translation>--server necesita una dirección como http://127.0.0.1:8080.</translation>
    </message>
    <message>
        <source>Play the tour; with a folder behind it, save its pictures there.</source>
        <translation>Mostrar el recorrido; si detrás hay una carpeta, guardar allí sus imágenes.</translation>
    </message>
    <message>
        <source>Import these files, folders or addresses without a window; with --plan or --apply.</source>
        <translation>Importar estos archivos, carpetas o direcciones sin ventana; con --plan o --apply.</translation>
    </message>
    <message>
        <source>Show what the import would change.</source>
        <translation>Mostrar lo que cambiaría la importación.</translation>
    </message>
    <message>
        <source>Carry the import out.</source>
        <translation>Llevar a cabo la importación.</translation>
    </message>
    <message>
        <source>Do not ask before --apply.</source>
        <translation>No preguntar antes de --apply.</translation>
    </message>
    <message>
        <source>Export these kinds, for example Driver,Secret, or all.</source>
        <translation>Exportar estas clases, por ejemplo Driver,Secret, o all.</translation>
    </message>
    <message>
        <source>Write the export to this file.</source>
        <translation>Escribir la exportación en este archivo.</translation>
    </message>
    <message>
        <source>Print JSON, for scripts.</source>
        <translation>Mostrar JSON, para scripts.</translation>
    </message>
    <message>
        <source>There is no kind %1 to export.</source>
        <translation>No hay ninguna clase %1 que exportar.</translation>
    </message>
    <message>
        <source>--import and --export do not go together.</source>
        <translation>--import y --export no se pueden combinar.</translation>
    </message>
    <message>
        <source>--import needs either --plan or --apply.</source>
        <translation>--import necesita --plan o --apply.</translation>
    </message>
    <message>
        <source>Import and export need --server.</source>
        <translation>Importar y exportar necesitan --server.</translation>
    </message>
</context>
<context>
    <name>ScriptMode</name>
    <message>
        <source>Carry it out? [y/N] </source>
        <translation>¿Llevarlo a cabo? [y/N] </translation>
    </message>
    <message>
        <source>Nothing was changed; add --yes to carry it out without a question.
</source>
        <translation>No se cambió nada; añada --yes para llevarlo a cabo sin preguntar.
</translation>
    </message>
</context>
<context>
    <name>TourMode</name>
    <message>
        <source>The temporary folder %1 cannot be written. Free some space, or set TMPDIR to another folder.</source>
        <translation>No se puede escribir en la carpeta temporal %1. Libere espacio o ponga otra carpeta en TMPDIR.</translation>
    </message>
    <message>
        <source>The pictures are in %1</source>
        <translation>Las imágenes están en %1</translation>
    </message>
    <message>
        <source>play the tour</source>
        <translation>mostrar el recorrido</translation>
    </message>
    <message>
        <source>The tour came to an early end: %1</source>
        <translation>El recorrido terminó antes de tiempo: %1</translation>
    </message>
    <message>
        <source>Start it again with Help → Tour.</source>
        <translation>Vuelva a empezarlo con Ayuda → Recorrido.</translation>
    </message>
    <message>
        <source>The tour keeps nothing.</source>
        <translation>El recorrido no guarda nada.</translation>
    </message>
</context>
<context>
    <name>client::BrowserLogin</name>
    <message>
        <source>sign in with the browser</source>
        <translation>iniciar sesión con el navegador</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nada</translation>
    </message>
    <message>
        <source>The browser did not come back in time.</source>
        <translation>El navegador no respondió a tiempo.</translation>
    </message>
    <message>
        <source>Sign in again, and go on in the browser until it says that you are signed in.</source>
        <translation>Vuelva a iniciar sesión y siga en el navegador hasta que le diga que ha iniciado sesión.</translation>
    </message>
    <message>
        <source>The console cannot listen for the answer of the browser.</source>
        <translation>La consola no puede escuchar la respuesta del navegador.</translation>
    </message>
    <message>
        <source>Paste the cookie by hand.</source>
        <translation>Pegue la cookie a mano.</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>nada: se abandonó</translation>
    </message>
    <message>
        <source>Signing in was cancelled.</source>
        <translation>Se canceló el inicio de sesión.</translation>
    </message>
    <message>
        <source>There is nothing here.</source>
        <translation>Aquí no hay nada.</translation>
    </message>
    <message>
        <source>No cookie came along. Go back to the console.</source>
        <translation>No llegó ninguna cookie. Vuelva a la consola.</translation>
    </message>
    <message>
        <source>Signed in. This page can be closed; go on in the console.</source>
        <translation>Sesión iniciada. Puede cerrar esta página; siga en la consola.</translation>
    </message>
    <message>
        <source>no usable cookie</source>
        <translation>ninguna cookie utilizable</translation>
    </message>
    <message>
        <source>The browser came back without the cookie of a sign-in.</source>
        <translation>El navegador volvió sin la cookie de un inicio de sesión.</translation>
    </message>
    <message>
        <source>Sign in again. If it stays so, the server does not sign people in with a browser: use a service account.</source>
        <translation>Vuelva a iniciar sesión. Si sigue igual, el servidor no admite el inicio de sesión con navegador: use una cuenta de servicio.</translation>
    </message>
</context>
<context>
    <name>client::Changes</name>
    <message>
        <source>create %1 %2</source>
        <translation>crear %1 %2</translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation>cambiar %1 %2</translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation>eliminar %1 %2</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>no hay ninguno</translation>
    </message>
    <message>
        <source>it is not as it was</source>
        <translation>ya no es como era</translation>
    </message>
    <message>
        <source>The %1 %2 was changed on the server meanwhile. Nothing was done.</source>
        <translation>%1 %2: se modificó en el servidor mientras tanto. No se hizo nada.</translation>
    </message>
    <message>
        <source>Look at it again, then decide.</source>
        <translation>Mírelo de nuevo y decida después.</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelado</translation>
    </message>
    <message>
        <source>replace %1 %2</source>
        <translation>reemplazar %1 %2</translation>
    </message>
    <message>
        <source>The old one is still being deleted.</source>
        <translation>Todavía se está eliminando el anterior.</translation>
    </message>
    <message>
        <source>Wait until it is gone from the list, then save again.</source>
        <translation>Espere a que desaparezca de la lista y vuelva a guardar.</translation>
    </message>
    <message>
        <source>It was gone already.</source>
        <translation>Ya no estaba.</translation>
    </message>
    <message>
        <source>find out what an interrupted import had done</source>
        <translation>averiguar qué había hecho una importación interrumpida</translation>
    </message>
    <message>
        <source>It did not reach the server.</source>
        <translation>No llegó al servidor.</translation>
    </message>
</context>
<context>
    <name>client::CliConfig</name>
    <message>
        <source>read the configuration of the command line</source>
        <translation>leer la configuración de la línea de comandos</translation>
    </message>
    <message>
        <source>Enter the connection by hand.</source>
        <translation>Introduzca la conexión a mano.</translation>
    </message>
    <message>
        <source>“%1” has a dot in its name, so that the command line cannot use it.</source>
        <translation>«%1» tiene un punto en el nombre, de modo que la línea de comandos no puede usarlo.</translation>
    </message>
    <message>
        <source>“%1” names no organization; “%2” is taken.</source>
        <translation>«%1» no nombra ninguna organización; se toma «%2».</translation>
    </message>
    <message>
        <source>“%1” does not check the certificate of the server.</source>
        <translation>«%1» no comprueba el certificado del servidor.</translation>
    </message>
    <message>
        <source>The key of “%1” cannot be read: %2</source>
        <translation>No se puede leer la clave de «%1»: %2</translation>
    </message>
    <message>
        <source>Others on this machine can read the key %1.</source>
        <translation>Otras personas en este equipo pueden leer la clave %1.</translation>
    </message>
    <message>
        <source>Others on this machine can read %1 and the cookies in it.</source>
        <translation>Otras personas en este equipo pueden leer %1 y las cookies que contiene.</translation>
    </message>
    <message>
        <source>The file is not JSON.</source>
        <translation>El archivo no es JSON.</translation>
    </message>
    <message>
        <source>no contexts</source>
        <translation>ningún contexto</translation>
    </message>
    <message>
        <source>The file is of a version before 0.1.16; later ones do not read it, in silence.</source>
        <translation>El archivo es de una versión anterior a la 0.1.16; las posteriores no lo leen y no avisan.</translation>
    </message>
    <message>
        <source>The file names no contexts.</source>
        <translation>El archivo no nombra ningún contexto.</translation>
    </message>
    <message>
        <source>“%1” is no context and is left out.</source>
        <translation>«%1» no es un contexto y se omite.</translation>
    </message>
    <message>
        <source>The address of “%1” cannot be used, so it is left out.</source>
        <translation>La dirección de «%1» no se puede usar, así que se omite.</translation>
    </message>
    <message>
        <source>The current context “%1” does not exist; the command line then takes https://localhost:443 in silence.</source>
        <translation>El contexto actual «%1» no existe; la línea de comandos toma entonces https://localhost:443 sin avisar.</translation>
    </message>
</context>
<context>
    <name>client::ClusterJob</name>
    <message>
        <source>start %1</source>
        <translation>iniciar %1</translation>
    </message>
    <message>
        <source>stop %1</source>
        <translation>detener %1</translation>
    </message>
    <message>
        <source>pause %1</source>
        <translation>pausar %1</translation>
    </message>
    <message>
        <source>unpause %1</source>
        <translation>reanudar %1</translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation>eliminar %1</translation>
    </message>
    <message>
        <source>repair the context of %1</source>
        <translation>reparar el contexto de %1</translation>
    </message>
    <message>
        <source>enable an add-on of %1</source>
        <translation>activar un complemento de %1</translation>
    </message>
    <message>
        <source>disable an add-on of %1</source>
        <translation>desactivar un complemento de %1</translation>
    </message>
    <message>
        <source>Start it again to go on where it was, or delete it.</source>
        <translation>Inícielo de nuevo para seguir donde estaba, o elimínelo.</translation>
    </message>
</context>
<context>
    <name>client::ClusterWatch</name>
    <message>
        <source>list the profiles of minikube</source>
        <translation>listar los perfiles de minikube</translation>
    </message>
    <message>
        <source>ask for the state of %1</source>
        <translation>preguntar el estado de %1</translation>
    </message>
</context>
<context>
    <name>client::Clusters</name>
    <message>
        <source>heard from minikube %1: %2</source>
        <translation>respuesta de minikube %1: %2</translation>
    </message>
</context>
<context>
    <name>client::CommandLog</name>
    <message>
        <source>(not kept here: it may hold secrets, or is shown elsewhere)</source>
        <translation>(no se guarda aquí: puede contener secretos o se muestra en otro lugar)</translation>
    </message>
    <message>
        <source>(dropped, so that this list stays small)</source>
        <translation>(descartado, para que esta lista siga siendo pequeña)</translation>
    </message>
</context>
<context>
    <name>client::Commands</name>
    <message>
        <source>list the add-ons of %1</source>
        <translation>listar los complementos de %1</translation>
    </message>
    <message>
        <source>ask minikube for its add-ons</source>
        <translation>preguntar a minikube por sus complementos</translation>
    </message>
    <message>
        <source>list the services of %1</source>
        <translation>listar los servicios de %1</translation>
    </message>
    <message>
        <source>ask for the address of %1</source>
        <translation>preguntar la dirección de %1</translation>
    </message>
    <message>
        <source>read the settings of minikube</source>
        <translation>leer los ajustes de minikube</translation>
    </message>
    <message>
        <source>ask minikube for its drivers</source>
        <translation>preguntar a minikube por sus controladores</translation>
    </message>
    <message>
        <source>read the contexts of kubeconfig</source>
        <translation>leer los contextos de kubeconfig</translation>
    </message>
    <message>
        <source>read the logs of %1</source>
        <translation>leer los registros de %1</translation>
    </message>
    <message>
        <source>save the logs to %1</source>
        <translation>guardar los registros en %1</translation>
    </message>
    <message>
        <source>(cut off here: `minikube logs -p %1 --file=…` saves all of it)</source>
        <translation>(cortado aquí: `minikube logs -p %1 --file=…` lo guarda todo)</translation>
    </message>
</context>
<context>
    <name>client::ConnectionTest</name>
    <message>
        <source>local Dispatch</source>
        <translation>Dispatch local</translation>
    </message>
    <message>
        <source>Dispatch Solo</source>
        <translation>Dispatch Solo</translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 on Kubernetes</source>
        <translation>Dispatch 0.1.24 en Kubernetes</translation>
    </message>
    <message>
        <source>another server that speaks the Dispatch API</source>
        <translation>otro servidor que habla la API de Dispatch</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>Nombre del host</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>Alcance</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Inicio de sesión</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>Organización</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Generation</source>
        <translation>Generación</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en espera</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>good</source>
        <translation>correcto</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>con fallo</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>omitido</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>abandonado</translation>
    </message>
    <message>
        <source>the proxy looks it up</source>
        <translation>lo busca el proxy</translation>
    </message>
    <message>
        <source>%1 is an address</source>
        <translation>%1 es una dirección</translation>
    </message>
    <message>
        <source>Check the spelling, the network and the VPN.</source>
        <translation>Compruebe la ortografía, la red y la VPN.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>the proxy reaches it</source>
        <translation>el proxy lo alcanza</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection.</source>
        <translation>Compruebe los ajustes de proxy de la conexión.</translation>
    </message>
    <message>
        <source>Check that the server runs, its port, and the firewall.</source>
        <translation>Compruebe que el servidor funciona, su puerto y el cortafuegos.</translation>
    </message>
    <message>
        <source>no answer from %1</source>
        <translation>ninguna respuesta de %1</translation>
    </message>
    <message>
        <source>Check the network, the VPN and the firewall.</source>
        <translation>Compruebe la red, la VPN y el cortafuegos.</translation>
    </message>
    <message>
        <source>plain http</source>
        <translation>http sin cifrar</translation>
    </message>
    <message>
        <source>ask for the version</source>
        <translation>preguntar la versión</translation>
    </message>
    <message>
        <source>the certificate is not checked</source>
        <translation>el certificado no se comprueba</translation>
    </message>
    <message>
        <source>the pinned certificate</source>
        <translation>el certificado fijado</translation>
    </message>
    <message>
        <source>the certificate is trusted</source>
        <translation>el certificado es de confianza</translation>
    </message>
    <message>
        <source>a token made here is taken</source>
        <translation>se acepta un token creado aquí</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptado</translation>
    </message>
    <message numerus="yes">
        <source>%n drivers</source>
        <translation>
            <numerusform>%n controlador</numerusform>
            <numerusform>%n controladores</numerusform>
        </translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>no se intentó</translation>
    </message>
    <message>
        <source>Test of %1, organization %2</source>
        <translation>Prueba de %1, organización %2</translation>
    </message>
    <message>
        <source>, %1 ms</source>
        <translation>, %1 ms</translation>
    </message>
    <message>
        <source>the address names no host</source>
        <translation>la dirección no nombra ningún host</translation>
    </message>
    <message>
        <source>Correct the address of the connection.</source>
        <translation>Corrija la dirección de la conexión.</translation>
    </message>
</context>
<context>
    <name>client::Credentials</name>
    <message>
        <source>sign in</source>
        <translation>iniciar sesión</translation>
    </message>
    <message>
        <source>a line break or control character</source>
        <translation>un salto de línea o un carácter de control</translation>
    </message>
    <message>
        <source>The cookie or token cannot be sent as it is.</source>
        <translation>La cookie o el token no se puede enviar tal como está.</translation>
    </message>
    <message>
        <source>Copy it again, on one line.</source>
        <translation>Cópielo de nuevo, en una sola línea.</translation>
    </message>
</context>
<context>
    <name>client::DataDirectory</name>
    <message>
        <source>open the data folder %1</source>
        <translation>abrir la carpeta de datos %1</translation>
    </message>
    <message>
        <source>The console cannot write to its data folder.</source>
        <translation>La consola no puede escribir en su carpeta de datos.</translation>
    </message>
    <message>
        <source>Correct its permissions, or choose another folder with --data-dir.</source>
        <translation>Corrija sus permisos o elija otra carpeta con --data-dir.</translation>
    </message>
    <message>
        <source>it is a file, not a folder</source>
        <translation>es un archivo, no una carpeta</translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation>no se puede crear</translation>
    </message>
    <message>
        <source>it belongs to somebody else</source>
        <translation>pertenece a otra persona</translation>
    </message>
    <message>
        <source>There is no space left for the data of the console.</source>
        <translation>No queda espacio para los datos de la consola.</translation>
    </message>
    <message>
        <source>Free some space on that disk, or choose another folder with --data-dir.</source>
        <translation>Libere espacio en ese disco o elija otra carpeta con --data-dir.</translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation>versión %1; esta consola conoce hasta la %2</translation>
    </message>
    <message>
        <source>The data folder was written by a newer console.</source>
        <translation>La carpeta de datos la escribió una consola más nueva.</translation>
    </message>
    <message>
        <source>Update this console, or choose another folder with --data-dir.</source>
        <translation>Actualice esta consola o elija otra carpeta con --data-dir.</translation>
    </message>
    <message>
        <source>no version number in the file &apos;version&apos;</source>
        <translation>no hay número de versión en el archivo «version»</translation>
    </message>
    <message>
        <source>The data folder does not look like one of the console.</source>
        <translation>La carpeta de datos no parece ser de la consola.</translation>
    </message>
    <message>
        <source>Choose another folder with --data-dir, or restore that file.</source>
        <translation>Elija otra carpeta con --data-dir o restaure ese archivo.</translation>
    </message>
    <message>
        <source>the lock file cannot be written</source>
        <translation>no se puede escribir el archivo de bloqueo</translation>
    </message>
    <message>
        <source>process %1 (%2) on %3 uses it</source>
        <translation>la usa el proceso %1 (%2) en %3</translation>
    </message>
    <message>
        <source>Another console is using this data folder.</source>
        <translation>Otra consola está usando esta carpeta de datos.</translation>
    </message>
    <message>
        <source>Use that window, close it first, or choose another folder with --data-dir.</source>
        <translation>Use esa ventana, ciérrela antes o elija otra carpeta con --data-dir.</translation>
    </message>
    <message>
        <source>there are files in it, and none of the console</source>
        <translation>contiene archivos y ninguno es de la consola</translation>
    </message>
    <message>
        <source>The folder holds something else, and the console would lock others out of it.</source>
        <translation>La carpeta contiene otra cosa, y la consola impediría a otros usarla.</translation>
    </message>
    <message>
        <source>Name a folder of its own with --data-dir, for example %1.</source>
        <translation>Indique una carpeta propia con --data-dir, por ejemplo %1.</translation>
    </message>
</context>
<context>
    <name>client::DispatchClient</name>
    <message>
        <source>look at the list of %1</source>
        <translation>mirar la lista de %1</translation>
    </message>
    <message>
        <source>Dispatch, development build</source>
        <translation>Dispatch, versión de desarrollo</translation>
    </message>
    <message>
        <source>Dispatch %1</source>
        <translation>Dispatch %1</translation>
    </message>
    <message>
        <source>Dispatch %1 (%2)</source>
        <translation>Dispatch %1 (%2)</translation>
    </message>
    <message>
        <source>look at %1 %2</source>
        <translation>mirar %1 %2</translation>
    </message>
    <message>
        <source>create %1 %2</source>
        <translation>crear %1 %2</translation>
    </message>
    <message>
        <source>change %1 %2</source>
        <translation>cambiar %1 %2</translation>
    </message>
    <message>
        <source>delete %1 %2</source>
        <translation>eliminar %1 %2</translation>
    </message>
    <message>
        <source>read the values of secret %1</source>
        <translation>leer los valores del secreto %1</translation>
    </message>
    <message>
        <source>send event %1</source>
        <translation>enviar el evento %1</translation>
    </message>
    <message>
        <source>look at the runs</source>
        <translation>mirar las ejecuciones</translation>
    </message>
    <message>
        <source>look at the runs of %1</source>
        <translation>mirar las ejecuciones de %1</translation>
    </message>
    <message>
        <source>look at run %1</source>
        <translation>mirar la ejecución %1</translation>
    </message>
    <message>
        <source>run function %1</source>
        <translation>ejecutar la función %1</translation>
    </message>
    <message>
        <source>look at the images</source>
        <translation>mirar las imágenes</translation>
    </message>
    <message>
        <source>ask for the version of the server</source>
        <translation>preguntar la versión del servidor</translation>
    </message>
    <message>
        <source>look at what there is of kind %1</source>
        <translation>mirar qué hay de la clase %1</translation>
    </message>
    <message>
        <source>JSON that is no object</source>
        <translation>JSON que no es un objeto</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>JSON que no es una lista</translation>
    </message>
</context>
<context>
    <name>client::DispatchInstaller</name>
    <message>
        <source>kubectl does not know the cluster %1.</source>
        <translation>kubectl no conoce el clúster %1.</translation>
    </message>
    <message>
        <source>Start the cluster again: that writes its context.</source>
        <translation>Inicie el clúster de nuevo: así se escribe su contexto.</translation>
    </message>
    <message>
        <source>look at the pods</source>
        <translation>mirar los pods</translation>
    </message>
    <message>
        <source>The pods say: %1.</source>
        <translation>Los pods dicen: %1.</translation>
    </message>
    <message>
        <source>Dispatch on %1</source>
        <translation>Dispatch en %1</translation>
    </message>
</context>
<context>
    <name>client::DriverPods</name>
    <message>
        <source>look for the pods of driver %1</source>
        <translation>buscar los pods del controlador %1</translation>
    </message>
</context>
<context>
    <name>client::EmitJob</name>
    <message>
        <source>The connection broke, but there is a run of it.</source>
        <translation>La conexión se cortó, pero hay una ejecución del evento.</translation>
    </message>
    <message>
        <source>The connection broke, and no run can tell whether it arrived. It was not sent again.</source>
        <translation>La conexión se cortó y ninguna ejecución puede decir si llegó. No se envió de nuevo.</translation>
    </message>
    <message>
        <source>Not sent: the job was stopped before.</source>
        <translation>No enviado: el trabajo se detuvo antes.</translation>
    </message>
    <message>
        <source>The connection broke, and the job was stopped before it was looked for.</source>
        <translation>La conexión se cortó y el trabajo se detuvo antes de buscarlo.</translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation>leer el archivo %1</translation>
    </message>
    <message>
        <source>a line of more than %1 MB</source>
        <translation>una línea de más de %1 MB</translation>
    </message>
    <message>
        <source>The events of the job cannot be read on from line %1.</source>
        <translation>Los eventos del trabajo no se pueden leer a partir de la línea %1.</translation>
    </message>
    <message>
        <source>Look at the file: it needs one JSON value a line.</source>
        <translation>Mire el archivo: necesita un valor JSON por línea.</translation>
    </message>
    <message>
        <source>The line is no JSON: %1</source>
        <translation>La línea no es JSON: %1</translation>
    </message>
</context>
<context>
    <name>client::Exporter</name>
    <message>
        <source>others could read it there</source>
        <translation>otras personas podrían leerlo allí</translation>
    </message>
    <message>
        <source>export</source>
        <translation>exportar</translation>
    </message>
    <message>
        <source>write %1</source>
        <translation>escribir %1</translation>
    </message>
    <message>
        <source>The export was not saved: %1.</source>
        <translation>La exportación no se guardó: %1.</translation>
    </message>
    <message>
        <source>Choose another place, or make room there.</source>
        <translation>Elija otro lugar o haga sitio allí.</translation>
    </message>
</context>
<context>
    <name>client::Failures</name>
    <message>
        <source>The server points to another address, and the console does not follow.</source>
        <translation>El servidor remite a otra dirección y la consola no la sigue.</translation>
    </message>
    <message>
        <source>Use the address it points to, if you trust it.</source>
        <translation>Use la dirección a la que remite, si confía en ella.</translation>
    </message>
    <message>
        <source>The server did not accept the request.</source>
        <translation>El servidor no aceptó la petición.</translation>
    </message>
    <message>
        <source>Correct what it names and try again.</source>
        <translation>Corrija lo que indica e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The server does not know who you are.</source>
        <translation>El servidor no sabe quién es usted.</translation>
    </message>
    <message>
        <source>Sign in again, or check the token or the service account and its key.</source>
        <translation>Vuelva a iniciar sesión, o compruebe el token o la cuenta de servicio y su clave.</translation>
    </message>
    <message>
        <source>You are known, but not allowed to do this.</source>
        <translation>El servidor le conoce, pero no tiene permiso para hacer esto.</translation>
    </message>
    <message>
        <source>Ask an administrator for a policy that allows it, or check the organization.</source>
        <translation>Pida a un administrador una política que lo permita o compruebe la organización.</translation>
    </message>
    <message>
        <source>The server has no such thing (any more).</source>
        <translation>El servidor no tiene tal cosa (o ya no la tiene).</translation>
    </message>
    <message>
        <source>Look again, and check the name and the organization.</source>
        <translation>Mire de nuevo y compruebe el nombre y la organización.</translation>
    </message>
    <message>
        <source>The server does not offer this operation.</source>
        <translation>El servidor no ofrece esta operación.</translation>
    </message>
    <message>
        <source>Check that the address is that of a Dispatch API.</source>
        <translation>Compruebe que la dirección es la de una API de Dispatch.</translation>
    </message>
    <message>
        <source>A proxy on the way asks for a sign-in.</source>
        <translation>Un proxy en el camino pide un inicio de sesión.</translation>
    </message>
    <message>
        <source>Check the proxy settings.</source>
        <translation>Compruebe los ajustes de proxy.</translation>
    </message>
    <message>
        <source>The server waited too long for the request.</source>
        <translation>El servidor esperó demasiado la petición.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The name is taken, or the server&apos;s copy has moved on.</source>
        <translation>El nombre está ocupado, o la copia del servidor ya es otra.</translation>
    </message>
    <message>
        <source>Choose another name, or look at the existing one first.</source>
        <translation>Elija otro nombre o mire antes el existente.</translation>
    </message>
    <message>
        <source>The request is larger than the server takes.</source>
        <translation>La petición es mayor de lo que acepta el servidor.</translation>
    </message>
    <message>
        <source>Send less.</source>
        <translation>Envíe menos.</translation>
    </message>
    <message>
        <source>The server does not take this kind of content.</source>
        <translation>El servidor no acepta este tipo de contenido.</translation>
    </message>
    <message>
        <source>A value breaks a rule of the server.</source>
        <translation>Un valor incumple una regla del servidor.</translation>
    </message>
    <message>
        <source>Correct it and try again.</source>
        <translation>Corríjalo e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The server has too much to do.</source>
        <translation>El servidor tiene demasiado trabajo.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Inténtelo de nuevo dentro de un momento.</translation>
    </message>
    <message>
        <source>The headers of the request are too long for the server.</source>
        <translation>Las cabeceras de la petición son demasiado largas para el servidor.</translation>
    </message>
    <message>
        <source>Check the cookie or token of this connection.</source>
        <translation>Compruebe la cookie o el token de esta conexión.</translation>
    </message>
    <message>
        <source>The server refused the request.</source>
        <translation>El servidor rechazó la petición.</translation>
    </message>
    <message>
        <source>See what it said.</source>
        <translation>Vea lo que dijo.</translation>
    </message>
    <message>
        <source>This Dispatch server does not have that function.</source>
        <translation>Este servidor de Dispatch no tiene esa función.</translation>
    </message>
    <message>
        <source>Use a server of another generation for it.</source>
        <translation>Use para ello un servidor de otra generación.</translation>
    </message>
    <message>
        <source>A gateway answered, but the Dispatch behind it did not.</source>
        <translation>Respondió una pasarela, pero no el Dispatch que hay detrás.</translation>
    </message>
    <message>
        <source>Check that the Dispatch services are running, then try again.</source>
        <translation>Compruebe que los servicios de Dispatch funcionan e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Something went wrong inside the server.</source>
        <translation>Algo falló dentro del servidor.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at the server&apos;s log.</source>
        <translation>Inténtelo de nuevo; si vuelve a ocurrir, mire el registro del servidor.</translation>
    </message>
    <message>
        <source>The answer is none that Dispatch gives.</source>
        <translation>La respuesta no es ninguna de las que da Dispatch.</translation>
    </message>
    <message>
        <source>A value has the wrong type or format.</source>
        <translation>Un valor tiene un tipo o formato incorrecto.</translation>
    </message>
    <message>
        <source>A required value is missing.</source>
        <translation>Falta un valor obligatorio.</translation>
    </message>
    <message>
        <source>A value is too long.</source>
        <translation>Un valor es demasiado largo.</translation>
    </message>
    <message>
        <source>A value has characters that are not allowed there.</source>
        <translation>Un valor tiene caracteres que no se permiten ahí.</translation>
    </message>
    <message>
        <source>A value is none of the allowed ones.</source>
        <translation>Un valor no es ninguno de los permitidos.</translation>
    </message>
    <message>
        <source>Nothing listens at that address.</source>
        <translation>Nada escucha en esa dirección.</translation>
    </message>
    <message>
        <source>Check that the server runs, and its host and port.</source>
        <translation>Compruebe que el servidor funciona, y su host y su puerto.</translation>
    </message>
    <message>
        <source>Look again before you repeat it.</source>
        <translation>Mire de nuevo antes de repetirlo.</translation>
    </message>
    <message>
        <source>That host name is not known.</source>
        <translation>Ese nombre de host no se conoce.</translation>
    </message>
    <message>
        <source>Check its spelling, the network and the VPN.</source>
        <translation>Compruebe su ortografía, la red y la VPN.</translation>
    </message>
    <message>
        <source>The server cannot be reached in time.</source>
        <translation>No se puede alcanzar el servidor a tiempo.</translation>
    </message>
    <message>
        <source>Check the network and the firewall, then try again.</source>
        <translation>Compruebe la red y el cortafuegos e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The network went away.</source>
        <translation>La red dejó de estar disponible.</translation>
    </message>
    <message>
        <source>Try again when it is back.</source>
        <translation>Inténtelo de nuevo cuando haya vuelto.</translation>
    </message>
    <message>
        <source>There is no network.</source>
        <translation>No hay red.</translation>
    </message>
    <message>
        <source>The proxy does not answer.</source>
        <translation>El proxy no responde.</translation>
    </message>
    <message>
        <source>The proxy closed the connection.</source>
        <translation>El proxy cerró la conexión.</translation>
    </message>
    <message>
        <source>The proxy is not known by that name.</source>
        <translation>No se conoce ningún proxy con ese nombre.</translation>
    </message>
    <message>
        <source>The proxy does not answer in time.</source>
        <translation>El proxy no responde a tiempo.</translation>
    </message>
    <message>
        <source>The proxy asks for a sign-in.</source>
        <translation>El proxy pide un inicio de sesión.</translation>
    </message>
    <message>
        <source>The server points in a circle.</source>
        <translation>El servidor remite en círculo.</translation>
    </message>
    <message>
        <source>That is no address of a web server.</source>
        <translation>Esa no es la dirección de un servidor web.</translation>
    </message>
    <message>
        <source>Use an address that begins with http:// or https://.</source>
        <translation>Use una dirección que empiece por http:// o https://.</translation>
    </message>
    <message>
        <source>What came back is not HTTP.</source>
        <translation>Lo que llegó no es HTTP.</translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation>Compruebe el puerto y si debe ser http o https.</translation>
    </message>
    <message>
        <source>The server could not be reached.</source>
        <translation>No se pudo alcanzar el servidor.</translation>
    </message>
    <message>
        <source>Check the address and the network, then try again.</source>
        <translation>Compruebe la dirección y la red e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>This is not a Dispatch API, probably a proxy or captive portal.</source>
        <translation>Esto no es una API de Dispatch; probablemente sea un proxy o un portal cautivo.</translation>
    </message>
    <message>
        <source>Open the address in a browser to see what answers there, then correct host and port or sign in there.</source>
        <translation>Abra la dirección en un navegador para ver qué responde allí; luego corrija el host y el puerto o inicie sesión allí.</translation>
    </message>
    <message>
        <source>nothing from %1 for %2 s</source>
        <translation>nada de %1 durante %2 s</translation>
    </message>
    <message>
        <source>Look again in a moment, and check that the server is well.</source>
        <translation>Mire de nuevo dentro de un momento y compruebe que el servidor está bien.</translation>
    </message>
    <message>
        <source>more than %1 MB</source>
        <translation>más de %1 MB</translation>
    </message>
    <message>
        <source>The answer is larger than the console takes.</source>
        <translation>La respuesta es mayor de lo que acepta la consola.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>HTTP %1, see %2</source>
        <translation>HTTP %1, vea %2</translation>
    </message>
    <message>
        <source>see %1</source>
        <translation>vea %1</translation>
    </message>
    <message>
        <source>HTTP %1 without an explanation</source>
        <translation>HTTP %1 sin explicación</translation>
    </message>
    <message>
        <source>HTTP %1: %2</source>
        <translation>HTTP %1: %2</translation>
    </message>
    <message>
        <source>a web page (HTTP %1) from %2</source>
        <translation>una página web (HTTP %1) de %2</translation>
    </message>
    <message>
        <source>Look again; if it stays so, check that the address is that of a Dispatch API.</source>
        <translation>Mire de nuevo; si sigue igual, compruebe que la dirección es la de una API de Dispatch.</translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends.</source>
        <translation>La respuesta no es la que envía un servidor de Dispatch.</translation>
    </message>
    <message>
        <source>The answer is not what a Dispatch server sends. %1</source>
        <translation>La respuesta no es la que envía un servidor de Dispatch. %1</translation>
    </message>
    <message>
        <source>an empty answer</source>
        <translation>una respuesta vacía</translation>
    </message>
    <message>
        <source>%1 bytes of JSON that break off</source>
        <translation>%1 bytes de JSON que se interrumpen</translation>
    </message>
    <message>
        <source>The answer was cut off on its way.</source>
        <translation>La respuesta se cortó por el camino.</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>nada: se abandonó</translation>
    </message>
    <message>
        <source>The request was cancelled. If it was already on its way, it may have taken effect.</source>
        <translation>Se canceló la petición. Si ya estaba en camino, puede haber surtido efecto.</translation>
    </message>
    <message>
        <source>%1 It may have taken effect all the same.</source>
        <translation>%1 Aun así, puede haber surtido efecto.</translation>
    </message>
    <message>
        <source>The connection broke before the answer was complete.</source>
        <translation>La conexión se cortó antes de que la respuesta estuviera completa.</translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation>El servidor no respondió a tiempo.</translation>
    </message>
    <message>
        <source>The token is from the future: the clock of this machine or of the server is wrong.</source>
        <translation>El token es del futuro: el reloj de este equipo o el del servidor está mal.</translation>
    </message>
    <message>
        <source>Compare both clocks, set the wrong one, then sign in again.</source>
        <translation>Compare ambos relojes, ajuste el que esté mal y vuelva a iniciar sesión.</translation>
    </message>
    <message>
        <source>The token has expired, or the clock of this machine or of the server is wrong.</source>
        <translation>El token ha caducado, o el reloj de este equipo o el del servidor está mal.</translation>
    </message>
    <message>
        <source>Get a new token; if it was made just now, compare both clocks.</source>
        <translation>Obtenga un token nuevo; si se acaba de crear, compare ambos relojes.</translation>
    </message>
    <message>
        <source>The key does not belong to this service account.</source>
        <translation>La clave no pertenece a esta cuenta de servicio.</translation>
    </message>
    <message>
        <source>Choose the private key whose public half the server has for this account.</source>
        <translation>Elija la clave privada cuya mitad pública tiene el servidor para esta cuenta.</translation>
    </message>
    <message>
        <source>The server has no such service account in that organization.</source>
        <translation>El servidor no tiene esa cuenta de servicio en esa organización.</translation>
    </message>
    <message>
        <source>Check the name of the account and its organization.</source>
        <translation>Compruebe el nombre de la cuenta y su organización.</translation>
    </message>
    <message>
        <source>The service account was given without its organization.</source>
        <translation>La cuenta de servicio se indicó sin su organización.</translation>
    </message>
    <message>
        <source>Enter it as ORGANIZATION/NAME.</source>
        <translation>Introdúzcala como ORGANIZACIÓN/NOMBRE.</translation>
    </message>
    <message>
        <source>The token is not signed with an RSA key, and Dispatch takes no other.</source>
        <translation>El token no está firmado con una clave RSA, y Dispatch no acepta otra.</translation>
    </message>
    <message>
        <source>Use a token made with RS256, RS384 or RS512.</source>
        <translation>Use un token creado con RS256, RS384 o RS512.</translation>
    </message>
    <message>
        <source>The proxy does not answer, or does not let the console through to the server.</source>
        <translation>El proxy no responde o no deja pasar la consola hasta el servidor.</translation>
    </message>
    <message>
        <source>Check the proxy settings of the connection, or list the host among those that are reached without it.</source>
        <translation>Compruebe los ajustes de proxy de la conexión, o incluya el host entre los que se alcanzan sin él.</translation>
    </message>
    <message>
        <source>A server that wants a client certificate also does this.</source>
        <translation>Un servidor que quiere un certificado de cliente también hace esto.</translation>
    </message>
    <message>
        <source>That port speaks TLS, and the address says plain http.</source>
        <translation>Ese puerto habla TLS, y la dirección dice http sin cifrar.</translation>
    </message>
    <message>
        <source>Use https:// in the address.</source>
        <translation>Use https:// en la dirección.</translation>
    </message>
    <message>
        <source>You are known, but no policy of the organization “%1” lets you “%2” on “%3”.</source>
        <translation>El servidor le conoce, pero ninguna política de la organización «%1» le permite «%2» sobre «%3».</translation>
    </message>
    <message>
        <source>Ask an administrator for a policy with the action “%1” on the resource “%2”, or check the organization.</source>
        <translation>Pida a un administrador una política con la acción «%1» sobre el recurso «%2», o compruebe la organización.</translation>
    </message>
</context>
<context>
    <name>client::FileBody</name>
    <message>
        <source>it changed while it was sent</source>
        <translation>cambió mientras se enviaba</translation>
    </message>
    <message>
        <source>it grew while it was sent</source>
        <translation>creció mientras se enviaba</translation>
    </message>
</context>
<context>
    <name>client::FileCheck</name>
    <message>
        <source>it changed while it was read</source>
        <translation>cambió mientras se leía</translation>
    </message>
    <message>
        <source>it had %1 bytes and has %2</source>
        <translation>tenía %1 bytes y tiene %2</translation>
    </message>
    <message>
        <source>its SHA-256 is another one</source>
        <translation>su SHA-256 es otro</translation>
    </message>
    <message>
        <source>it was written since</source>
        <translation>se ha escrito desde entonces</translation>
    </message>
    <message>
        <source>send the file %1 as text</source>
        <translation>enviar el archivo %1 como texto</translation>
    </message>
    <message>
        <source>bytes that are not UTF-8</source>
        <translation>bytes que no son UTF-8</translation>
    </message>
    <message>
        <source>JSON, in which events travel, can hold a text only as UTF-8.</source>
        <translation>JSON, en el que viajan los eventos, solo puede contener texto como UTF-8.</translation>
    </message>
    <message>
        <source>Send it as binary, or save it as UTF-8 first.</source>
        <translation>Envíelo como binario o guárdelo antes como UTF-8.</translation>
    </message>
    <message>
        <source>read the file %1</source>
        <translation>leer el archivo %1</translation>
    </message>
    <message>
        <source>Reading the file was cancelled.</source>
        <translation>Se canceló la lectura del archivo.</translation>
    </message>
    <message>
        <source>Choose it again to read it.</source>
        <translation>Elíjalo de nuevo para leerlo.</translation>
    </message>
</context>
<context>
    <name>client::GenerationFinder</name>
    <message>
        <source>ask which Dispatch this is</source>
        <translation>preguntar qué Dispatch es este</translation>
    </message>
</context>
<context>
    <name>client::ImportPlanner</name>
    <message>
        <source>plan the import</source>
        <translation>planificar la importación</translation>
    </message>
</context>
<context>
    <name>client::ImportRun</name>
    <message>
        <source>Not tried, because %1 %2 did not work.</source>
        <translation>No se intentó porque %1 %2 no funcionó.</translation>
    </message>
    <message>
        <source>Not tried: the import was stopped before.</source>
        <translation>No se intentó: la importación se detuvo antes.</translation>
    </message>
    <message>
        <source>The values of this secret are not kept.</source>
        <translation>Los valores de este secreto no se guardan.</translation>
    </message>
    <message>
        <source>Import its file again.</source>
        <translation>Vuelva a importar su archivo.</translation>
    </message>
</context>
<context>
    <name>client::ImportSource</name>
    <message>
        <source>import %1</source>
        <translation>importar %1</translation>
    </message>
    <message>
        <source>That is more than is imported at once: %1.</source>
        <translation>Eso es más de lo que se importa de una vez: %1.</translation>
    </message>
    <message>
        <source>Import a part of it.</source>
        <translation>Importe una parte.</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>permiso denegado</translation>
    </message>
    <message>
        <source>The folder cannot be read.</source>
        <translation>No se puede leer la carpeta.</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>Compruebe sus permisos.</translation>
    </message>
    <message>
        <source>no such files</source>
        <translation>no hay tales archivos</translation>
    </message>
    <message>
        <source>There is no *.yaml, *.yml or *.json below this folder.</source>
        <translation>No hay ningún *.yaml, *.yml ni *.json dentro de esta carpeta.</translation>
    </message>
    <message>
        <source>Choose another folder, or the files themselves.</source>
        <translation>Elija otra carpeta o los propios archivos.</translation>
    </message>
    <message>
        <source>over %1 files</source>
        <translation>más de %1 archivos</translation>
    </message>
    <message>
        <source>%1, where %2 are the limit</source>
        <translation>%1, y el límite es %2</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>más de %1</translation>
    </message>
    <message>
        <source>over %1 in all</source>
        <translation>más de %1 en total</translation>
    </message>
    <message>
        <source>an HTML page</source>
        <translation>una página HTML</translation>
    </message>
    <message>
        <source>The address shows a page for people and not the file itself.</source>
        <translation>La dirección muestra una página para personas y no el propio archivo.</translation>
    </message>
    <message>
        <source>Use the address of the file, often called “raw”.</source>
        <translation>Use la dirección del archivo, a menudo llamada «raw».</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>The address answered with status %1 and not with a file.</source>
        <translation>La dirección respondió con el estado %1 y no con un archivo.</translation>
    </message>
    <message>
        <source>Open it in a browser and look; what needs a sign-in has to be saved as a file first.</source>
        <translation>Ábrala en un navegador y mire; lo que necesita un inicio de sesión hay que guardarlo antes como archivo.</translation>
    </message>
    <message>
        <source>This is no address of http or https.</source>
        <translation>Esta no es una dirección http o https.</translation>
    </message>
    <message>
        <source>Write it in full, for example https://example.com/wiring.yaml.</source>
        <translation>Escríbala completa, por ejemplo https://example.com/wiring.yaml.</translation>
    </message>
</context>
<context>
    <name>client::InstallFolder</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>No se puede escribir en %1.</translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation>Compruebe que puede escribir allí y que el disco no está lleno.</translation>
    </message>
    <message>
        <source>Another console is installing in this cluster.</source>
        <translation>Otra consola está instalando en este clúster.</translation>
    </message>
    <message>
        <source>Wait until it is done.</source>
        <translation>Espere a que termine.</translation>
    </message>
</context>
<context>
    <name>client::InstallOrder</name>
    <message>
        <source>install Dispatch in the cluster %1</source>
        <translation>instalar Dispatch en el clúster %1</translation>
    </message>
    <message>
        <source>try an installation in the cluster %1</source>
        <translation>probar una instalación en el clúster %1</translation>
    </message>
    <message>
        <source>uninstall Dispatch from the cluster %1</source>
        <translation>desinstalar Dispatch del clúster %1</translation>
    </message>
</context>
<context>
    <name>client::Journal</name>
    <message>
        <source>open a sent event</source>
        <translation>abrir un evento enviado</translation>
    </message>
    <message>
        <source>nothing with the number %1</source>
        <translation>nada con el número %1</translation>
    </message>
    <message>
        <source>That event is no longer in the history.</source>
        <translation>Ese evento ya no está en el historial.</translation>
    </message>
    <message>
        <source>Look at the history again.</source>
        <translation>Mire de nuevo el historial.</translation>
    </message>
    <message>
        <source>write the ledger of a job</source>
        <translation>escribir el registro de envíos de un trabajo</translation>
    </message>
    <message>
        <source>The journal of sent events could not be used.</source>
        <translation>No se pudo usar el diario de eventos enviados.</translation>
    </message>
    <message>
        <source>Try again; if it stays so, look at the disk that holds %1.</source>
        <translation>Inténtelo de nuevo; si sigue igual, mire el disco que contiene %1.</translation>
    </message>
    <message>
        <source>The disk that holds the journal of sent events is full.</source>
        <translation>El disco que contiene el diario de eventos enviados está lleno.</translation>
    </message>
    <message>
        <source>Free some space there; nothing that was written before is lost.</source>
        <translation>Libere espacio allí; no se pierde nada de lo escrito antes.</translation>
    </message>
    <message>
        <source>The journal of sent events cannot be written.</source>
        <translation>No se puede escribir en el diario de eventos enviados.</translation>
    </message>
    <message>
        <source>Correct the permissions of %1.</source>
        <translation>Corrija los permisos de %1.</translation>
    </message>
    <message>
        <source>Another program uses the journal of sent events.</source>
        <translation>Otro programa usa el diario de eventos enviados.</translation>
    </message>
    <message>
        <source>Close the program that has %1 open.</source>
        <translation>Cierre el programa que tiene abierto %1.</translation>
    </message>
    <message>
        <source>put the damaged journal aside</source>
        <translation>apartar el diario dañado</translation>
    </message>
    <message>
        <source>it cannot be renamed</source>
        <translation>no se le puede cambiar el nombre</translation>
    </message>
    <message>
        <source>The journal of sent events is damaged.</source>
        <translation>El diario de eventos enviados está dañado.</translation>
    </message>
    <message>
        <source>Move %1 to another place and start again.</source>
        <translation>Mueva %1 a otro lugar y empiece de nuevo.</translation>
    </message>
    <message>
        <source>open the journal of sent events</source>
        <translation>abrir el diario de eventos enviados</translation>
    </message>
    <message>
        <source>a damaged file</source>
        <translation>un archivo dañado</translation>
    </message>
    <message>
        <source>The journal of sent events was damaged. A new, empty one is in use.</source>
        <translation>El diario de eventos enviados estaba dañado. Ahora se usa uno nuevo y vacío.</translation>
    </message>
    <message>
        <source>The old one was kept as %1; `sqlite3 FILE .recover` can read what is left of it.</source>
        <translation>El anterior se guardó como %1; `sqlite3 FILE .recover` puede leer lo que queda de él.</translation>
    </message>
    <message>
        <source>no driver for SQLite</source>
        <translation>no hay controlador para SQLite</translation>
    </message>
    <message>
        <source>A part of Qt that keeps the journal is missing.</source>
        <translation>Falta una parte de Qt que lleva el diario.</translation>
    </message>
    <message>
        <source>Install the package libqt6sql6-sqlite and start again.</source>
        <translation>Instale el paquete libqt6sql6-sqlite y empiece de nuevo.</translation>
    </message>
    <message>
        <source>it cannot be created, or belongs to somebody else</source>
        <translation>no se puede crear o pertenece a otra persona</translation>
    </message>
    <message>
        <source>check the journal of sent events</source>
        <translation>comprobar el diario de eventos enviados</translation>
    </message>
    <message>
        <source>version %1, this console knows up to %2</source>
        <translation>versión %1; esta consola conoce hasta la %2</translation>
    </message>
    <message>
        <source>The journal of sent events was written by a newer console.</source>
        <translation>El diario de eventos enviados lo escribió una consola más nueva.</translation>
    </message>
    <message>
        <source>Update this console, or move %1 to another place.</source>
        <translation>Actualice esta consola o mueva %1 a otro lugar.</translation>
    </message>
    <message>
        <source>make the tables of the journal</source>
        <translation>crear las tablas del diario</translation>
    </message>
    <message>
        <source>use the journal of sent events</source>
        <translation>usar el diario de eventos enviados</translation>
    </message>
</context>
<context>
    <name>client::JwtSigner</name>
    <message>
        <source>sign in as a service account</source>
        <translation>iniciar sesión como cuenta de servicio</translation>
    </message>
    <message>
        <source>The private key of the service account cannot be used.</source>
        <translation>No se puede usar la clave privada de la cuenta de servicio.</translation>
    </message>
    <message>
        <source>a public key</source>
        <translation>una clave pública</translation>
    </message>
    <message>
        <source>Choose the private key that belongs to it.</source>
        <translation>Elija la clave privada que le corresponde.</translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation>una clave con frase de contraseña</translation>
    </message>
    <message>
        <source>Remove the pass phrase: openssl pkey -in KEY -out NEWKEY</source>
        <translation>Quite la frase de contraseña: openssl pkey -in KEY -out NEWKEY</translation>
    </message>
    <message>
        <source>no key in PEM form</source>
        <translation>ninguna clave en formato PEM</translation>
    </message>
    <message>
        <source>Choose a file that begins with -----BEGIN PRIVATE KEY-----.</source>
        <translation>Elija un archivo que empiece por -----BEGIN PRIVATE KEY-----.</translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation>Elija una clave RSA sin daños en formato PEM.</translation>
    </message>
    <message>
        <source>a key that is not RSA</source>
        <translation>una clave que no es RSA</translation>
    </message>
    <message>
        <source>Dispatch takes RSA keys only: make one.</source>
        <translation>Dispatch solo acepta claves RSA: cree una.</translation>
    </message>
    <message>
        <source>an RSA key of %1 bits</source>
        <translation>una clave RSA de %1 bits</translation>
    </message>
    <message>
        <source>Make a key of 2048 bits or more: shorter ones are not safe.</source>
        <translation>Cree una clave de 2048 bits o más: las más cortas no son seguras.</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>Elija otra clave.</translation>
    </message>
    <message>
        <source>a key in the form of OpenSSH</source>
        <translation>una clave en formato OpenSSH</translation>
    </message>
    <message>
        <source>Convert a copy of it: ssh-keygen -p -m PKCS8 -f COPY</source>
        <translation>Convierta una copia: ssh-keygen -p -m PKCS8 -f COPY</translation>
    </message>
    <message>
        <source>a certificate</source>
        <translation>un certificado</translation>
    </message>
</context>
<context>
    <name>client::KeptRun</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>No se puede escribir en %1.</translation>
    </message>
    <message>
        <source>Free some space there, and check who owns it.</source>
        <translation>Libere espacio allí y compruebe a quién pertenece.</translation>
    </message>
    <message>
        <source>It was cancelled. A part of it may be done.</source>
        <translation>Se canceló. Una parte puede estar hecha.</translation>
    </message>
    <message>
        <source>It ended without an answer: somebody killed it.</source>
        <translation>Terminó sin respuesta: alguien lo mató.</translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation>Mire el estado antes de volver a intentarlo.</translation>
    </message>
    <message>
        <source>It printed more than %1 MiB, and was given up.</source>
        <translation>Mostró más de %1 MiB y se abandonó.</translation>
    </message>
</context>
<context>
    <name>client::KeyPair</name>
    <message>
        <source>make a key pair</source>
        <translation>crear un par de claves</translation>
    </message>
    <message>
        <source>The cryptographic library could not make a key.</source>
        <translation>La biblioteca criptográfica no pudo crear una clave.</translation>
    </message>
    <message>
        <source>Check the installation of OpenSSL.</source>
        <translation>Compruebe la instalación de OpenSSL.</translation>
    </message>
</context>
<context>
    <name>client::Keychain</name>
    <message>
        <source>use the keychain</source>
        <translation>usar el llavero</translation>
    </message>
    <message>
        <source>nothing for %1 s</source>
        <translation>nada durante %1 s</translation>
    </message>
    <message>
        <source>The keychain does not answer.</source>
        <translation>El llavero no responde.</translation>
    </message>
    <message>
        <source>See whether it asks for its password in a window of its own, then let the console ask again.</source>
        <translation>Vea si pide su contraseña en una ventana propia y deje que la consola pregunte de nuevo.</translation>
    </message>
    <message>
        <source>no such secret</source>
        <translation>no existe ese secreto</translation>
    </message>
    <message>
        <source>The keychain does not hold this secret.</source>
        <translation>El llavero no contiene este secreto.</translation>
    </message>
    <message>
        <source>Enter it again.</source>
        <translation>Introdúzcalo de nuevo.</translation>
    </message>
    <message>
        <source>not what was written</source>
        <translation>no es lo que se escribió</translation>
    </message>
    <message>
        <source>The keychain does not keep what it is given.</source>
        <translation>El llavero no conserva lo que se le da.</translation>
    </message>
    <message>
        <source>Repair or replace the keychain of your desktop.</source>
        <translation>Repare o sustituya el llavero de su escritorio.</translation>
    </message>
</context>
<context>
    <name>client::LocalServer</name>
    <message>
        <source>there is no program %1</source>
        <translation>no existe el programa %1</translation>
    </message>
    <message>
        <source>The local Dispatch is not installed.</source>
        <translation>El Dispatch local no está instalado.</translation>
    </message>
    <message>
        <source>Install it beside the console or on the PATH, or connect to another server.</source>
        <translation>Instálelo junto a la consola o en el PATH, o conéctese a otro servidor.</translation>
    </message>
    <message>
        <source>The data folder %1 cannot be written.</source>
        <translation>No se puede escribir en la carpeta de datos %1.</translation>
    </message>
    <message>
        <source>Free some space, correct its permissions, or choose another folder.</source>
        <translation>Libere espacio, corrija sus permisos o elija otra carpeta.</translation>
    </message>
    <message>
        <source>The local Dispatch named an address that is not on this machine.</source>
        <translation>El Dispatch local indicó una dirección que no está en este equipo.</translation>
    </message>
    <message>
        <source>Check which program dispatch-local is.</source>
        <translation>Compruebe qué programa es dispatch-local.</translation>
    </message>
    <message>
        <source>The local Dispatch could not start: %1</source>
        <translation>El Dispatch local no pudo iniciarse: %1</translation>
    </message>
    <message>
        <source>Correct that and start again.</source>
        <translation>Corrija eso e inícielo de nuevo.</translation>
    </message>
    <message>
        <source>The local Dispatch could not be started.</source>
        <translation>No se pudo iniciar el Dispatch local.</translation>
    </message>
    <message>
        <source>Check that %1 is a program for this machine.</source>
        <translation>Compruebe que %1 es un programa para este equipo.</translation>
    </message>
    <message>
        <source>no word for %1 s</source>
        <translation>ninguna señal durante %1 s</translation>
    </message>
    <message>
        <source>The local Dispatch did not become ready in time.</source>
        <translation>El Dispatch local no estuvo listo a tiempo.</translation>
    </message>
    <message>
        <source>Start it again; if that does not help, look at its log.</source>
        <translation>Inícielo de nuevo; si no ayuda, mire su registro.</translation>
    </message>
    <message>
        <source>start the local Dispatch</source>
        <translation>iniciar el Dispatch local</translation>
    </message>
    <message>
        <source>it was ended by signal %1</source>
        <translation>lo terminó la señal %1</translation>
    </message>
    <message>
        <source>it ended with code %1</source>
        <translation>terminó con el código %1</translation>
    </message>
    <message>
        <source>The local Dispatch ended although nobody asked it to. Its data is safe.</source>
        <translation>El Dispatch local terminó aunque nadie se lo pidió. Sus datos están a salvo.</translation>
    </message>
    <message>
        <source>Start it again; what was accepted is still there.</source>
        <translation>Inícielo de nuevo; lo que se aceptó sigue allí.</translation>
    </message>
    <message>
        <source>keep the local Dispatch running</source>
        <translation>mantener en marcha el Dispatch local</translation>
    </message>
    <message>
        <source>The local Dispatch ended before it was ready.</source>
        <translation>El Dispatch local terminó antes de estar listo.</translation>
    </message>
    <message>
        <source>Look at its log, correct what it names and start again.</source>
        <translation>Mire su registro, corrija lo que indica e inícielo de nuevo.</translation>
    </message>
    <message>
        <source>local</source>
        <translation>local</translation>
    </message>
</context>
<context>
    <name>client::NetworkDoor</name>
    <message>
        <source>nothing was sent</source>
        <translation>no se envió nada</translation>
    </message>
    <message>
        <source>The connection “%1” is read-only: the console changes nothing there.</source>
        <translation>La conexión «%1» es de solo lectura: la consola no cambia nada allí.</translation>
    </message>
    <message>
        <source>Change the protection of the connection, if it is meant to be changed from here.</source>
        <translation>Cambie la protección de la conexión si debe poder modificarse desde aquí.</translation>
    </message>
</context>
<context>
    <name>client::PodLog</name>
    <message>
        <source>read the log of %1</source>
        <translation>leer el registro de %1</translation>
    </message>
    <message>
        <source>The pod is gone.</source>
        <translation>El pod ya no existe.</translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation>mirar el pod %1</translation>
    </message>
    <message>
        <source>The pod is gone; another one has its name now.</source>
        <translation>El pod ya no existe; ahora otro lleva su nombre.</translation>
    </message>
    <message>
        <source>The pod has ended.</source>
        <translation>El pod ha terminado.</translation>
    </message>
    <message>
        <source>The container ended with exit code %1 (%2) and is started again.</source>
        <translation>El contenedor terminó con el código de salida %1 (%2) y se inicia de nuevo.</translation>
    </message>
    <message>
        <source>The container is started again.</source>
        <translation>El contenedor se inicia de nuevo.</translation>
    </message>
    <message>
        <source>save the log of %1</source>
        <translation>guardar el registro de %1</translation>
    </message>
</context>
<context>
    <name>client::PortForwards</name>
    <message>
        <source>forward port %1 of %2</source>
        <translation>reenviar el puerto %1 de %2</translation>
    </message>
    <message>
        <source>The pod %1 is gone.</source>
        <translation>El pod %1 ya no existe.</translation>
    </message>
    <message>
        <source>Forward a port of the pod that has taken its place.</source>
        <translation>Reenvíe un puerto del pod que ha ocupado su lugar.</translation>
    </message>
    <message>
        <source>The forward did not become ready in time.</source>
        <translation>El reenvío no estuvo listo a tiempo.</translation>
    </message>
    <message>
        <source>Look whether the pod runs and the cluster answers.</source>
        <translation>Mire si el pod funciona y el clúster responde.</translation>
    </message>
    <message>
        <source>look at the pod %1</source>
        <translation>mirar el pod %1</translation>
    </message>
</context>
<context>
    <name>client::PreflightRun</name>
    <message>
        <source>exit code %1</source>
        <translation>código de salida %1</translation>
    </message>
    <message>
        <source>no answer to that</source>
        <translation>ninguna respuesta a eso</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>no se puede escribir %1: %2</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>abandonado</translation>
    </message>
    <message>
        <source>minikube has no profile %1</source>
        <translation>minikube no tiene ningún perfil %1</translation>
    </message>
    <message>
        <source>look at what an installation needs</source>
        <translation>mirar qué necesita una instalación</translation>
    </message>
</context>
<context>
    <name>client::PrivateFile</name>
    <message>
        <source>%1 cannot be written.</source>
        <translation>No se puede escribir en %1.</translation>
    </message>
    <message>
        <source>Check that you may write there and that the disk is not full.</source>
        <translation>Compruebe que puede escribir allí y que el disco no está lleno.</translation>
    </message>
</context>
<context>
    <name>client::PrivateKey</name>
    <message>
        <source>open the private key of the service account</source>
        <translation>abrir la clave privada de la cuenta de servicio</translation>
    </message>
    <message>
        <source>The private key cannot be used.</source>
        <translation>No se puede usar la clave privada.</translation>
    </message>
    <message>
        <source>Choose another key.</source>
        <translation>Elija otra clave.</translation>
    </message>
    <message>
        <source>a key with a pass phrase</source>
        <translation>una clave con frase de contraseña</translation>
    </message>
    <message>
        <source>The private key is locked.</source>
        <translation>La clave privada está bloqueada.</translation>
    </message>
    <message>
        <source>Enter its pass phrase.</source>
        <translation>Introduzca su frase de contraseña.</translation>
    </message>
    <message>
        <source>The pass phrase does not open this key.</source>
        <translation>La frase de contraseña no abre esta clave.</translation>
    </message>
    <message>
        <source>Enter it again; mind capitals and the layout of the keyboard.</source>
        <translation>Introdúzcala de nuevo; tenga en cuenta las mayúsculas y la distribución del teclado.</translation>
    </message>
    <message>
        <source>The file of the private key is damaged.</source>
        <translation>El archivo de la clave privada está dañado.</translation>
    </message>
    <message>
        <source>Choose an undamaged RSA key in PEM form.</source>
        <translation>Elija una clave RSA sin daños en formato PEM.</translation>
    </message>
</context>
<context>
    <name>client::ProcessRun</name>
    <message>
        <source>no pipe to the command</source>
        <translation>no hay tubería hacia el comando</translation>
    </message>
    <message>
        <source>This machine has no room for another command.</source>
        <translation>En este equipo no hay sitio para otro comando.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Cierre otros programas e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>it was given up</source>
        <translation>se abandonó</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>tardó demasiado</translation>
    </message>
    <message>
        <source>The command was cancelled. A part of it may be done.</source>
        <translation>Se canceló el comando. Una parte puede estar hecha.</translation>
    </message>
    <message>
        <source>The command did not end in time, and was ended.</source>
        <translation>El comando no terminó a tiempo y se le puso fin.</translation>
    </message>
    <message>
        <source>Look at the state before you try it again.</source>
        <translation>Mire el estado antes de volver a intentarlo.</translation>
    </message>
    <message>
        <source>it was killed, or crashed</source>
        <translation>lo mataron o se cerró por un fallo</translation>
    </message>
    <message>
        <source>%1 ended without an answer.</source>
        <translation>%1 terminó sin respuesta.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, look at what it said.</source>
        <translation>Inténtelo de nuevo; si vuelve a ocurrir, mire lo que dijo.</translation>
    </message>
    <message>
        <source>%1 cannot be run.</source>
        <translation>No se puede ejecutar %1.</translation>
    </message>
    <message>
        <source>%1 is not on this machine, or not where programs are looked for.</source>
        <translation>%1 no está en este equipo, o no donde se buscan los programas.</translation>
    </message>
    <message>
        <source>Check that it is a program for this machine, and that you may run it.</source>
        <translation>Compruebe que es un programa para este equipo y que usted puede ejecutarlo.</translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation>Instálelo o indique dónde está.</translation>
    </message>
</context>
<context>
    <name>client::Profile</name>
    <message>
        <source>read a connection profile</source>
        <translation>leer un perfil de conexión</translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation>Un perfil de conexión no se puede usar.</translation>
    </message>
    <message>
        <source>Correct it in the file, or delete it there; the other profiles are not touched.</source>
        <translation>Corríjalo en el archivo o elimínelo allí; los demás perfiles no se tocan.</translation>
    </message>
    <message>
        <source>something that is no profile</source>
        <translation>algo que no es un perfil</translation>
    </message>
    <message>
        <source>the profile “%1” has no id</source>
        <translation>el perfil «%1» no tiene id</translation>
    </message>
    <message>
        <source>the profile %1 has no name</source>
        <translation>el perfil %1 no tiene nombre</translation>
    </message>
    <message>
        <source>the address of “%1” cannot be used</source>
        <translation>la dirección de «%1» no se puede usar</translation>
    </message>
    <message>
        <source>the proxy of “%1” cannot be used</source>
        <translation>el proxy de «%1» no se puede usar</translation>
    </message>
    <message>
        <source>“%1” signs in in an unknown way</source>
        <translation>«%1» inicia sesión de una forma desconocida</translation>
    </message>
</context>
<context>
    <name>client::ProfileConnection</name>
    <message>
        <source>use a connection profile</source>
        <translation>usar un perfil de conexión</translation>
    </message>
    <message>
        <source>no secret</source>
        <translation>ningún secreto</translation>
    </message>
    <message>
        <source>The secret that signs in to “%1” is not here.</source>
        <translation>El secreto con el que se inicia sesión en «%1» no está aquí.</translation>
    </message>
    <message>
        <source>Enter the cookie, the token or the key again.</source>
        <translation>Introduzca de nuevo la cookie, el token o la clave.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>«%1»</translation>
    </message>
    <message>
        <source>That is no service account.</source>
        <translation>Eso no es una cuenta de servicio.</translation>
    </message>
    <message>
        <source>Enter its name, or ORGANIZATION/NAME.</source>
        <translation>Introduzca su nombre u ORGANIZACIÓN/NOMBRE.</translation>
    </message>
</context>
<context>
    <name>client::ProfileExport</name>
    <message>
        <source>export the connection profiles</source>
        <translation>exportar los perfiles de conexión</translation>
    </message>
    <message>
        <source>The file was not written.</source>
        <translation>El archivo no se escribió.</translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation>Compruebe que se puede escribir en %1 y que el disco no está lleno.</translation>
    </message>
</context>
<context>
    <name>client::ProfileFile</name>
    <message>
        <source>use the file of the connection profiles</source>
        <translation>usar el archivo de los perfiles de conexión</translation>
    </message>
    <message>
        <source>The connection profiles in %1 cannot be read.</source>
        <translation>No se pueden leer los perfiles de conexión de %1.</translation>
    </message>
    <message>
        <source>Repair the file, or go on: before anything is saved, the damaged file is kept under another name.</source>
        <translation>Repare el archivo o siga: antes de guardar nada, el archivo dañado se conserva con otro nombre.</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>The file of the connection profiles is larger than such a file can be.</source>
        <translation>El archivo de los perfiles de conexión es mayor de lo que puede ser un archivo así.</translation>
    </message>
    <message>
        <source>Move it away: %1</source>
        <translation>Muévalo a otro lugar: %1</translation>
    </message>
    <message>
        <source>JSON that is no list of profiles</source>
        <translation>JSON que no es una lista de perfiles</translation>
    </message>
    <message>
        <source>version %1; this console knows %2</source>
        <translation>versión %1; esta consola conoce la %2</translation>
    </message>
    <message>
        <source>The connection profiles were written by a later version of the console. They are left as they are.</source>
        <translation>Los perfiles de conexión los escribió una versión posterior de la consola. Se dejan como están.</translation>
    </message>
    <message>
        <source>Use the later version, or move the file away: %1</source>
        <translation>Use la versión posterior o mueva el archivo a otro lugar: %1</translation>
    </message>
    <message>
        <source>“%1” has the id of another profile</source>
        <translation>«%1» tiene el id de otro perfil</translation>
    </message>
    <message>
        <source>One connection profile cannot be used.</source>
        <translation>Un perfil de conexión no se puede usar.</translation>
    </message>
    <message>
        <source>Give it another id in the file, or delete it there.</source>
        <translation>Déle otro id en el archivo o elimínelo allí.</translation>
    </message>
    <message>
        <source>The connection profiles were not saved.</source>
        <translation>Los perfiles de conexión no se guardaron.</translation>
    </message>
    <message>
        <source>Check that %1 can be written and the disk is not full.</source>
        <translation>Compruebe que se puede escribir en %1 y que el disco no está lleno.</translation>
    </message>
    <message>
        <source>another console holds it</source>
        <translation>lo tiene otra consola</translation>
    </message>
    <message>
        <source>it cannot be locked</source>
        <translation>no se puede bloquear</translation>
    </message>
    <message>
        <source>Try again, and check that the folder can be written: %1</source>
        <translation>Inténtelo de nuevo y compruebe que se puede escribir en la carpeta: %1</translation>
    </message>
    <message>
        <source>“%1” is not what it was</source>
        <translation>«%1» ya no es lo que era</translation>
    </message>
    <message>
        <source>Another console has changed or deleted this profile meanwhile. Nothing was saved.</source>
        <translation>Otra consola ha cambiado o eliminado este perfil mientras tanto. No se guardó nada.</translation>
    </message>
    <message>
        <source>Look at the profile as it is now, then change it again.</source>
        <translation>Mire el perfil tal como es ahora y cámbielo de nuevo.</translation>
    </message>
</context>
<context>
    <name>client::RegularFile</name>
    <message>
        <source>read the file %1</source>
        <translation>leer el archivo %1</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>No se puede leer el archivo.</translation>
    </message>
    <message>
        <source>Check its permissions and the disk it is on, or choose another file.</source>
        <translation>Compruebe sus permisos y el disco en que está, o elija otro archivo.</translation>
    </message>
    <message>
        <source>There is no such file (any more).</source>
        <translation>No existe ese archivo (o ya no existe).</translation>
    </message>
    <message>
        <source>Choose the file again.</source>
        <translation>Elija el archivo de nuevo.</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>es una carpeta</translation>
    </message>
    <message>
        <source>it is a named pipe</source>
        <translation>es una tubería con nombre</translation>
    </message>
    <message>
        <source>it is a socket</source>
        <translation>es un socket</translation>
    </message>
    <message>
        <source>it is a device</source>
        <translation>es un dispositivo</translation>
    </message>
    <message>
        <source>Only the content of a file can be sent.</source>
        <translation>Solo se puede enviar el contenido de un archivo.</translation>
    </message>
    <message>
        <source>Choose a file; copy what you want to send into one first.</source>
        <translation>Elija un archivo; copie antes en uno lo que quiera enviar.</translation>
    </message>
    <message>
        <source>The file changed since you chose it.</source>
        <translation>El archivo ha cambiado desde que lo eligió.</translation>
    </message>
    <message>
        <source>Look at it, then choose it again to send it as it is now.</source>
        <translation>Mírelo y elíjalo de nuevo para enviarlo como es ahora.</translation>
    </message>
</context>
<context>
    <name>client::RunWatch</name>
    <message>
        <source>look at the runs</source>
        <translation>mirar las ejecuciones</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>JSON que no es una lista</translation>
    </message>
</context>
<context>
    <name>client::ServiceAccountMaker</name>
    <message>
        <source>Making a key…</source>
        <translation>Creando una clave…</translation>
    </message>
    <message>
        <source>Making the service account…</source>
        <translation>Creando la cuenta de servicio…</translation>
    </message>
    <message>
        <source>the service account %1</source>
        <translation>la cuenta de servicio %1</translation>
    </message>
    <message>
        <source>Making the policy…</source>
        <translation>Creando la política…</translation>
    </message>
    <message>
        <source>Keeping the key…</source>
        <translation>Guardando la clave…</translation>
    </message>
    <message>
        <source>Made before that, and still there: %1.</source>
        <translation>Creado antes y todavía presente: %1.</translation>
    </message>
</context>
<context>
    <name>client::SourceArchive</name>
    <message>
        <source>pack the source %1</source>
        <translation>empaquetar el código fuente %1</translation>
    </message>
    <message>
        <source>The source could not be packed: %1</source>
        <translation>No se pudo empaquetar el código fuente: %1</translation>
    </message>
    <message>
        <source>compression failed</source>
        <translation>falló la compresión</translation>
    </message>
    <message>
        <source>the folder has no files</source>
        <translation>la carpeta no tiene archivos</translation>
    </message>
    <message>
        <source>Choose the folder that holds the code.</source>
        <translation>Elija la carpeta que contiene el código.</translation>
    </message>
    <message>
        <source>Check that you may read the file.</source>
        <translation>Compruebe que puede leer el archivo.</translation>
    </message>
    <message>
        <source>it is larger than 64 MB</source>
        <translation>es mayor de 64 MB</translation>
    </message>
    <message>
        <source>Leave out what the function does not need, or put libraries into its image.</source>
        <translation>Omita lo que la función no necesita o ponga las bibliotecas en su imagen.</translation>
    </message>
</context>
<context>
    <name>client::StandingCommand</name>
    <message>
        <source>open a tunnel to %1</source>
        <translation>abrir un túnel a %1</translation>
    </message>
    <message>
        <source>open the dashboard of %1</source>
        <translation>abrir el panel de %1</translation>
    </message>
</context>
<context>
    <name>client::SystemKeychain</name>
    <message>
        <source>use the keychain</source>
        <translation>usar el llavero</translation>
    </message>
    <message>
        <source>The keychain did not let the console in.</source>
        <translation>El llavero no dejó entrar a la consola.</translation>
    </message>
    <message>
        <source>The keychain did not do what it was asked; it may be locked.</source>
        <translation>El llavero no hizo lo que se le pidió; puede que esté bloqueado.</translation>
    </message>
    <message>
        <source>Unlock the keychain of your desktop and allow the console to use it, then try again.</source>
        <translation>Desbloquee el llavero de su escritorio, permita que la consola lo use e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Secret Service</source>
        <translation>Secret Service</translation>
    </message>
    <message>
        <source>KWallet</source>
        <translation>KWallet</translation>
    </message>
    <message>
        <source>Windows Credential Manager</source>
        <translation>Administrador de credenciales de Windows</translation>
    </message>
    <message>
        <source>macOS Keychain</source>
        <translation>Llavero de macOS</translation>
    </message>
    <message>
        <source>no D-Bus session</source>
        <translation>no hay sesión de D-Bus</translation>
    </message>
    <message>
        <source>This session has no keychain.</source>
        <translation>Esta sesión no tiene llavero.</translation>
    </message>
    <message>
        <source>Start the console from a desktop session to have secrets kept.</source>
        <translation>Inicie la consola desde una sesión de escritorio para que se guarden los secretos.</translation>
    </message>
    <message>
        <source>neither libsecret nor KWallet</source>
        <translation>ni libsecret ni KWallet</translation>
    </message>
    <message>
        <source>There is no keychain.</source>
        <translation>No hay llavero.</translation>
    </message>
    <message>
        <source>Install libsecret-1-0 and a keychain such as gnome-keyring.</source>
        <translation>Instale libsecret-1-0 y un llavero como gnome-keyring.</translation>
    </message>
</context>
<context>
    <name>client::TemplateFolder</name>
    <message>
        <source>read the template %1</source>
        <translation>leer la plantilla %1</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>The file is too large for a template.</source>
        <translation>El archivo es demasiado grande para una plantilla.</translation>
    </message>
    <message>
        <source>Let the template name a file for its data instead.</source>
        <translation>Haga que la plantilla nombre un archivo para sus datos.</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>línea %1: %2</translation>
    </message>
    <message>
        <source>The file is no template.</source>
        <translation>El archivo no es una plantilla.</translation>
    </message>
    <message>
        <source>Correct it in an editor; it was left as it is.</source>
        <translation>Corríjalo en un editor; se dejó como estaba.</translation>
    </message>
    <message>
        <source>save the template %1</source>
        <translation>guardar la plantilla %1</translation>
    </message>
    <message>
        <source>The file %1 could not be written.</source>
        <translation>No se pudo escribir el archivo %1.</translation>
    </message>
    <message>
        <source>Check the permissions of the folder and the space on its disk.</source>
        <translation>Compruebe los permisos de la carpeta y el espacio de su disco.</translation>
    </message>
    <message>
        <source>delete the template %1</source>
        <translation>eliminar la plantilla %1</translation>
    </message>
    <message>
        <source>The file could not be deleted.</source>
        <translation>No se pudo eliminar el archivo.</translation>
    </message>
    <message>
        <source>Check the permissions of its folder.</source>
        <translation>Compruebe los permisos de su carpeta.</translation>
    </message>
    <message>
        <source>rename the template %1</source>
        <translation>cambiar el nombre de la plantilla %1</translation>
    </message>
    <message>
        <source>there is a file %1</source>
        <translation>hay un archivo %1</translation>
    </message>
    <message>
        <source>Another template has that name.</source>
        <translation>Otra plantilla tiene ese nombre.</translation>
    </message>
    <message>
        <source>Choose another name, or delete the other one first.</source>
        <translation>Elija otro nombre o elimine antes la otra.</translation>
    </message>
</context>
<context>
    <name>client::Tls</name>
    <message>
        <source>read %1</source>
        <translation>leer %1</translation>
    </message>
    <message>
        <source>Choose another file in the settings of the connection.</source>
        <translation>Elija otro archivo en los ajustes de la conexión.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>No se puede leer el archivo.</translation>
    </message>
    <message>
        <source>no certificate</source>
        <translation>ningún certificado</translation>
    </message>
    <message>
        <source>That is no file of PEM certificates.</source>
        <translation>Ese no es un archivo de certificados PEM.</translation>
    </message>
    <message>
        <source>no private key, or a locked one</source>
        <translation>ninguna clave privada, o una bloqueada</translation>
    </message>
    <message>
        <source>The private key of a certificate must be PEM without a pass phrase.</source>
        <translation>La clave privada de un certificado debe ser PEM sin frase de contraseña.</translation>
    </message>
    <message>
        <source>The certificate of %1 comes from %2, and nothing on this machine vouches for that.</source>
        <translation>El certificado de %1 viene de %2, y nada en este equipo responde de ello.</translation>
    </message>
    <message>
        <source>Give the connection the CA file of your organization, or compare the fingerprint with the administrator and pin the certificate.</source>
        <translation>Dé a la conexión el archivo de CA de su organización, o compare la huella digital con el administrador y fije el certificado.</translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate.</source>
        <translation>Pida al administrador un certificado nuevo.</translation>
    </message>
    <message>
        <source>The certificate of %1 was good until %4.</source>
        <translation>El certificado de %1 fue válido hasta %4.</translation>
    </message>
    <message>
        <source>Ask the administrator for a new certificate; if it should still be good, set the clock of this machine.</source>
        <translation>Pida al administrador un certificado nuevo; si aún debería ser válido, ponga en hora el reloj de este equipo.</translation>
    </message>
    <message>
        <source>The certificate of %1 is good from %3 only.</source>
        <translation>El certificado de %1 solo es válido a partir de %3.</translation>
    </message>
    <message>
        <source>Set the clock of this machine, or ask the administrator for a new certificate.</source>
        <translation>Ponga en hora el reloj de este equipo o pida al administrador un certificado nuevo.</translation>
    </message>
    <message>
        <source>The certificate of %1 was revoked.</source>
        <translation>El certificado de %1 fue revocado.</translation>
    </message>
    <message>
        <source>The certificate of %1 is known to be in the wrong hands.</source>
        <translation>Se sabe que el certificado de %1 está en malas manos.</translation>
    </message>
    <message>
        <source>The certificate is for %5, and not for the host of this connection.</source>
        <translation>El certificado es para %5 y no para el host de esta conexión.</translation>
    </message>
    <message>
        <source>Use a name from the certificate as address, or pin the certificate after comparing its fingerprint.</source>
        <translation>Use como dirección un nombre del certificado, o fije el certificado tras comparar su huella digital.</translation>
    </message>
    <message>
        <source>The certificate of %1 is signed by nobody but itself.</source>
        <translation>El certificado de %1 solo está firmado por sí mismo.</translation>
    </message>
    <message>
        <source>Compare the fingerprint with the administrator and pin the certificate, or choose its file as CA file.</source>
        <translation>Compare la huella digital con el administrador y fije el certificado, o elija su archivo como archivo de CA.</translation>
    </message>
    <message>
        <source>%2 signed the certificate of %1 without being allowed to.</source>
        <translation>%2 firmó el certificado de %1 sin estar autorizado.</translation>
    </message>
    <message>
        <source>The certificate of %1 is not one for servers.</source>
        <translation>El certificado de %1 no es para servidores.</translation>
    </message>
    <message>
        <source>The server sent no certificate.</source>
        <translation>El servidor no envió ningún certificado.</translation>
    </message>
    <message>
        <source>That port does not speak TLS, probably plain http.</source>
        <translation>Ese puerto no habla TLS; probablemente sea http sin cifrar.</translation>
    </message>
    <message>
        <source>Use http:// in the address, or the port for https.</source>
        <translation>Use http:// en la dirección, o el puerto para https.</translation>
    </message>
    <message>
        <source>The key of the server&apos;s certificate is too short to be safe.</source>
        <translation>La clave del certificado del servidor es demasiado corta para ser segura.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is signed in a way that is no longer safe.</source>
        <translation>El certificado del servidor está firmado de una forma que ya no es segura.</translation>
    </message>
    <message>
        <source>The server wants a client certificate.</source>
        <translation>El servidor quiere un certificado de cliente.</translation>
    </message>
    <message>
        <source>Choose one, with its key, in the settings of the connection.</source>
        <translation>Elija uno, con su clave, en los ajustes de la conexión.</translation>
    </message>
    <message>
        <source>The server speaks only versions of TLS that are no longer safe.</source>
        <translation>El servidor solo habla versiones de TLS que ya no son seguras.</translation>
    </message>
    <message>
        <source>Ask the administrator to switch TLS 1.2 or 1.3 on.</source>
        <translation>Pida al administrador que active TLS 1.2 o 1.3.</translation>
    </message>
    <message>
        <source>The server does not trust our client certificate.</source>
        <translation>El servidor no confía en nuestro certificado de cliente.</translation>
    </message>
    <message>
        <source>Choose another one in the settings of the connection.</source>
        <translation>Elija otro en los ajustes de la conexión.</translation>
    </message>
    <message>
        <source>The server does not take our client certificate.</source>
        <translation>El servidor no acepta nuestro certificado de cliente.</translation>
    </message>
    <message>
        <source>The server hung up while the connection was being secured. It may not speak TLS.</source>
        <translation>El servidor colgó mientras se aseguraba la conexión. Puede que no hable TLS.</translation>
    </message>
    <message>
        <source>Check the port and whether it must be http or https.</source>
        <translation>Compruebe el puerto y si debe ser http o https.</translation>
    </message>
    <message>
        <source>(nameless)</source>
        <translation>(sin nombre)</translation>
    </message>
    <message>
        <source>certificate %1 of %2: </source>
        <translation>certificado %1 de %2: </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>No trusted connection: the server&apos;s certificate was not accepted.</source>
        <translation>No hay conexión de confianza: no se aceptó el certificado del servidor.</translation>
    </message>
    <message>
        <source>Check the address, and add the server&apos;s certificate authority to the connection.</source>
        <translation>Compruebe la dirección y añada a la conexión la autoridad de certificación del servidor.</translation>
    </message>
    <message>
        <source>a certificate with another fingerprint than the pinned one</source>
        <translation>un certificado con una huella digital distinta de la fijada</translation>
    </message>
    <message>
        <source>This is not the certificate that was pinned: it was renewed, or somebody is in between.</source>
        <translation>Este no es el certificado que se fijó: se renovó, o hay alguien en medio.</translation>
    </message>
    <message>
        <source>Compare the new fingerprint with the administrator before you pin it.</source>
        <translation>Compare la huella digital nueva con el administrador antes de fijarlo.</translation>
    </message>
    <message>
        <source>Its key is also too short to be safe.</source>
        <translation>Además, su clave es demasiado corta para ser segura.</translation>
    </message>
    <message>
        <source>%1, by %2, until %3, SHA-256 %4</source>
        <translation>%1, de %2, hasta %3, SHA-256 %4</translation>
    </message>
</context>
<context>
    <name>client::Toolbox</name>
    <message>
        <source>makes and runs the cluster</source>
        <translation>crea y ejecuta el clúster</translation>
    </message>
    <message>
        <source>shows what runs in it</source>
        <translation>muestra lo que funciona en él</translation>
    </message>
    <message>
        <source>installs Dispatch in it</source>
        <translation>instala Dispatch en él</translation>
    </message>
    <message>
        <source>the installer of Dispatch</source>
        <translation>el instalador de Dispatch</translation>
    </message>
    <message>
        <source>makes certificates for Dispatch</source>
        <translation>crea certificados para Dispatch</translation>
    </message>
    <message>
        <source>can carry the cluster as a container</source>
        <translation>puede llevar el clúster como contenedor</translation>
    </message>
    <message>
        <source>can carry the cluster as a machine</source>
        <translation>puede llevar el clúster como máquina</translation>
    </message>
    <message>
        <source>ask %1 for its version</source>
        <translation>preguntar a %1 su versión</translation>
    </message>
    <message>
        <source>sudo apt install %1</source>
        <translation>sudo apt install %1</translation>
    </message>
    <message>
        <source>get it from %1</source>
        <translation>obténgalo de %1</translation>
    </message>
</context>
<context>
    <name>client::Undo</name>
    <message>
        <source>take back the change of %1</source>
        <translation>deshacer el cambio de %1</translation>
    </message>
    <message>
        <source>take changes back</source>
        <translation>deshacer cambios</translation>
    </message>
    <message>
        <source>The values that the secret %1 had are gone: they are never written to the disk. It can come back only with its keys.</source>
        <translation>Los valores que tenía el secreto %1 se han perdido: nunca se escriben en el disco. Solo puede volver con sus claves.</translation>
    </message>
    <message>
        <source>This console does not know the kind %1.</source>
        <translation>Esta consola no conoce la clase %1.</translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the deleted one cannot be made again from here. Create it from its file.</source>
        <translation>Ningún servidor devuelve el código fuente de una función, así que la eliminada no se puede crear de nuevo desde aquí. Créela desde su archivo.</translation>
    </message>
    <message>
        <source>No server gives the source of a function back, so the one before cannot be brought back from here. Save the function again from its file.</source>
        <translation>Ningún servidor devuelve el código fuente de una función, así que la anterior no se puede recuperar desde aquí. Guarde de nuevo la función desde su archivo.</translation>
    </message>
</context>
<context>
    <name>client::WorkloadWatch</name>
    <message>
        <source>all namespaces</source>
        <translation>todos los espacios de nombres</translation>
    </message>
    <message>
        <source>list the pods of %1</source>
        <translation>listar los pods de %1</translation>
    </message>
    <message>
        <source>list the events of %1</source>
        <translation>listar los eventos de %1</translation>
    </message>
    <message>
        <source>list the namespaces</source>
        <translation>listar los espacios de nombres</translation>
    </message>
    <message>
        <source>list the nodes</source>
        <translation>listar los nodos</translation>
    </message>
</context>
<context>
    <name>models::ClusterFailure</name>
    <message>
        <source>This minikube is too new for that version of Kubernetes.</source>
        <translation>Este minikube es demasiado nuevo para esa versión de Kubernetes.</translation>
    </message>
    <message>
        <source>Choose a newer Kubernetes; for Kubernetes 1.15 take minikube v1.24.0 or older.</source>
        <translation>Elija un Kubernetes más nuevo; para Kubernetes 1.15 use minikube v1.24.0 o anterior.</translation>
    </message>
    <message>
        <source>A cluster cannot go back to an older Kubernetes.</source>
        <translation>Un clúster no puede volver a un Kubernetes anterior.</translation>
    </message>
    <message>
        <source>Delete this cluster and create it again with that version, create a second one, or start it with the version it has.</source>
        <translation>Elimine este clúster y créelo de nuevo con esa versión, cree otro, o inícielo con la versión que tiene.</translation>
    </message>
    <message>
        <source>The cluster is paused.</source>
        <translation>El clúster está en pausa.</translation>
    </message>
    <message>
        <source>Unpause it first.</source>
        <translation>Reanúdelo primero.</translation>
    </message>
    <message>
        <source>Kubernetes itself did not come up.</source>
        <translation>El propio Kubernetes no llegó a arrancar.</translation>
    </message>
    <message>
        <source>Start it again. If that does not help, the logs say why, or delete it and create it anew.</source>
        <translation>Inícielo de nuevo. Si no ayuda, los registros dicen por qué; o elimínelo y vuelva a crearlo.</translation>
    </message>
    <message>
        <source>This machine has less memory than that.</source>
        <translation>Este equipo tiene menos memoria que esa.</translation>
    </message>
    <message>
        <source>Give the cluster less memory.</source>
        <translation>Dé menos memoria al clúster.</translation>
    </message>
    <message>
        <source>This machine does not have what was asked for.</source>
        <translation>Este equipo no tiene lo que se pidió.</translation>
    </message>
    <message>
        <source>Ask for less.</source>
        <translation>Pida menos.</translation>
    </message>
    <message>
        <source>The memory does not fit: too little, or more than there is.</source>
        <translation>La memoria no es adecuada: demasiado poca, o más de la que hay.</translation>
    </message>
    <message>
        <source>Choose another amount of memory.</source>
        <translation>Elija otra cantidad de memoria.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>El disco está lleno.</translation>
    </message>
    <message>
        <source>Free some space, then start again.</source>
        <translation>Libere espacio e inícielo de nuevo.</translation>
    </message>
    <message>
        <source>minikube may not use a file or device it needs.</source>
        <translation>minikube no puede usar un archivo o dispositivo que necesita.</translation>
    </message>
    <message>
        <source>Check who owns the files it names.</source>
        <translation>Compruebe a quién pertenecen los archivos que nombra.</translation>
    </message>
    <message>
        <source>There are fewer processors than that.</source>
        <translation>Hay menos procesadores que esos.</translation>
    </message>
    <message>
        <source>Give the cluster fewer processors, or at least the two it needs.</source>
        <translation>Dé menos procesadores al clúster, o al menos los dos que necesita.</translation>
    </message>
    <message>
        <source>kubeconfig cannot be written.</source>
        <translation>No se puede escribir en kubeconfig.</translation>
    </message>
    <message>
        <source>Make ~/.kube and its files yours: sudo chown -R $USER ~/.kube.</source>
        <translation>Haga suyos ~/.kube y sus archivos: sudo chown -R $USER ~/.kube.</translation>
    </message>
    <message>
        <source>This machine cannot run virtual machines, or that is switched off.</source>
        <translation>Este equipo no puede ejecutar máquinas virtuales, o eso está desactivado.</translation>
    </message>
    <message>
        <source>Switch virtualisation on in the firmware, or use a container driver such as docker.</source>
        <translation>Active la virtualización en el firmware o use un controlador de contenedores como docker.</translation>
    </message>
    <message>
        <source>Something on this machine is in the way.</source>
        <translation>Algo en este equipo lo impide.</translation>
    </message>
    <message>
        <source>Mend what minikube names, then start again.</source>
        <translation>Arregle lo que indica minikube e inícielo de nuevo.</translation>
    </message>
    <message>
        <source>Something could not be fetched from the network.</source>
        <translation>No se pudo obtener algo de la red.</translation>
    </message>
    <message>
        <source>Check the network, and HTTP_PROXY, HTTPS_PROXY and NO_PROXY, then start again.</source>
        <translation>Compruebe la red, y HTTP_PROXY, HTTPS_PROXY y NO_PROXY, e inícielo de nuevo.</translation>
    </message>
    <message>
        <source>Nothing on this machine can carry the cluster with that driver.</source>
        <translation>Nada en este equipo puede llevar el clúster con ese controlador.</translation>
    </message>
    <message>
        <source>Install Docker, or choose another driver.</source>
        <translation>Instale Docker o elija otro controlador.</translation>
    </message>
    <message>
        <source>This driver must not be used as this user.</source>
        <translation>Este controlador no se debe usar con este usuario.</translation>
    </message>
    <message>
        <source>Start the console as a user that is not root, or use another driver.</source>
        <translation>Inicie la consola con un usuario que no sea root o use otro controlador.</translation>
    </message>
    <message>
        <source>The driver does not work.</source>
        <translation>El controlador no funciona.</translation>
    </message>
    <message>
        <source>Choose another driver.</source>
        <translation>Elija otro controlador.</translation>
    </message>
    <message>
        <source>What carries the cluster does not run.</source>
        <translation>Lo que lleva el clúster no está en marcha.</translation>
    </message>
    <message>
        <source>Start it (for Docker: sudo systemctl start docker), then try again.</source>
        <translation>Inícielo (para Docker: sudo systemctl start docker) e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>What should carry the cluster is not installed.</source>
        <translation>Lo que debería llevar el clúster no está instalado.</translation>
    </message>
    <message>
        <source>Install it, or choose another driver.</source>
        <translation>Instálelo o elija otro controlador.</translation>
    </message>
    <message>
        <source>You may not use what should carry the cluster.</source>
        <translation>Usted no puede usar lo que debería llevar el clúster.</translation>
    </message>
    <message>
        <source>For Docker: sudo usermod -aG docker $USER, then sign in to the desktop again.</source>
        <translation>Para Docker: sudo usermod -aG docker $USER, y vuelva a iniciar sesión en el escritorio.</translation>
    </message>
    <message>
        <source>What carries the cluster does not work.</source>
        <translation>Lo que lleva el clúster no funciona.</translation>
    </message>
    <message>
        <source>Look at it with its own tools, then try again.</source>
        <translation>Mírelo con sus propias herramientas e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The network between this machine and the cluster does not work.</source>
        <translation>La red entre este equipo y el clúster no funciona.</translation>
    </message>
    <message>
        <source>Check VPN and firewall, then start again.</source>
        <translation>Compruebe la VPN y el cortafuegos e inícielo de nuevo.</translation>
    </message>
    <message>
        <source>The cluster was made with another driver.</source>
        <translation>El clúster se creó con otro controlador.</translation>
    </message>
    <message>
        <source>Start it with its own driver, or delete it and create it again.</source>
        <translation>Inícielo con su propio controlador, o elimínelo y créelo de nuevo.</translation>
    </message>
    <message>
        <source>The cluster does not run.</source>
        <translation>El clúster no está en marcha.</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>Inícielo primero.</translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation>Ese perfil ya no existe.</translation>
    </message>
    <message>
        <source>Somebody deleted it; create it again if you want it.</source>
        <translation>Alguien lo eliminó; créelo de nuevo si lo quiere.</translation>
    </message>
    <message>
        <source>The machine of the cluster could not be made or started.</source>
        <translation>No se pudo crear o iniciar la máquina del clúster.</translation>
    </message>
    <message>
        <source>Start it again. If that does not help, delete it and create it anew.</source>
        <translation>Inícielo de nuevo. Si no ayuda, elimínelo y vuelva a crearlo.</translation>
    </message>
    <message>
        <source>The container runtime in the cluster does not work.</source>
        <translation>El entorno de contenedores del clúster no funciona.</translation>
    </message>
    <message>
        <source>Save the logs and look there, or create it with another runtime.</source>
        <translation>Guarde los registros y mire allí, o créelo con otro entorno.</translation>
    </message>
    <message>
        <source>A tunnel runs already.</source>
        <translation>Ya hay un túnel en marcha.</translation>
    </message>
    <message>
        <source>Use that one, or end it where it was started.</source>
        <translation>Use ese, o termínelo donde se inició.</translation>
    </message>
    <message>
        <source>minikube does not take one of the settings.</source>
        <translation>minikube no acepta uno de los ajustes.</translation>
    </message>
    <message>
        <source>Change the setting it names.</source>
        <translation>Cambie el ajuste que nombra.</translation>
    </message>
    <message>
        <source>minikube was killed.</source>
        <translation>Mataron a minikube.</translation>
    </message>
    <message>
        <source>Look at the state, then try again.</source>
        <translation>Mire el estado e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>minikube could not do it.</source>
        <translation>minikube no pudo hacerlo.</translation>
    </message>
    <message>
        <source>Read what it said; its logs say more.</source>
        <translation>Lea lo que dijo; sus registros dicen más.</translation>
    </message>
</context>
<context>
    <name>models::ClusterFix</name>
    <message>
        <source>Start the cluster</source>
        <translation>Iniciar el clúster</translation>
    </message>
    <message>
        <source>Create a cluster…</source>
        <translation>Crear un clúster…</translation>
    </message>
    <message>
        <source>Choose dispatch…</source>
        <translation>Elegir dispatch…</translation>
    </message>
    <message>
        <source>Choose helm…</source>
        <translation>Elegir helm…</translation>
    </message>
    <message>
        <source>Choose kubectl…</source>
        <translation>Elegir kubectl…</translation>
    </message>
    <message>
        <source>Choose minikube…</source>
        <translation>Elegir minikube…</translation>
    </message>
    <message>
        <source>Choose openssl…</source>
        <translation>Elegir openssl…</translation>
    </message>
    <message>
        <source>Copy the commands</source>
        <translation>Copiar los comandos</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Copiar el comando</translation>
    </message>
    <message>
        <source>Use today&apos;s repositories</source>
        <translation>Usar los repositorios actuales</translation>
    </message>
    <message>
        <source>Use its address</source>
        <translation>Usar su dirección</translation>
    </message>
    <message>
        <source>Use the local Dispatch</source>
        <translation>Usar el Dispatch local</translation>
    </message>
    <message>
        <source>To the settings</source>
        <translation>Ir a los ajustes</translation>
    </message>
    <message>
        <source>Uninstall…</source>
        <translation>Desinstalar…</translation>
    </message>
    <message>
        <source>Show the pods</source>
        <translation>Mostrar los pods</translation>
    </message>
</context>
<context>
    <name>models::ClusterProfile</name>
    <message>
        <source>minikube answered something that is none of its known answers.</source>
        <translation>minikube respondió algo que no es ninguna de sus respuestas conocidas.</translation>
    </message>
    <message>
        <source>Check that the tool is minikube, and its version.</source>
        <translation>Compruebe que la herramienta es minikube, y su versión.</translation>
    </message>
    <message>
        <source>list the profiles of minikube</source>
        <translation>listar los perfiles de minikube</translation>
    </message>
    <message>
        <source>minikube cannot read its own files, most likely kubeconfig.</source>
        <translation>minikube no puede leer sus propios archivos, probablemente kubeconfig.</translation>
    </message>
    <message>
        <source>Check the file that KUBECONFIG names, or ~/.kube/config: is it YAML, and yours?</source>
        <translation>Compruebe el archivo que nombra KUBECONFIG, o ~/.kube/config: ¿es YAML y es suyo?</translation>
    </message>
    <message>
        <source>ask minikube for the state</source>
        <translation>preguntar a minikube el estado</translation>
    </message>
    <message>
        <source>A name has at least two letters.</source>
        <translation>Un nombre tiene al menos dos letras.</translation>
    </message>
    <message>
        <source>Letters, digits, - and . only; it begins and ends with a letter or a digit.</source>
        <translation>Solo letras, dígitos, - y .; empieza y termina con una letra o un dígito.</translation>
    </message>
    <message>
        <source>minikube keeps this word for itself.</source>
        <translation>minikube reserva esta palabra para sí.</translation>
    </message>
</context>
<context>
    <name>models::ClusterState</name>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>minikube has not said yet how it is.</source>
        <translation>minikube aún no ha dicho cómo está.</translation>
    </message>
    <message>
        <source>nonexistent</source>
        <translation>inexistente</translation>
    </message>
    <message>
        <source>There is no such profile any more.</source>
        <translation>Ese perfil ya no existe.</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>roto</translation>
    </message>
    <message>
        <source>Its settings cannot be read: a start that never got far leaves this behind. Delete it.</source>
        <translation>No se pueden leer sus ajustes: esto lo deja un inicio que no llegó lejos. Elimínelo.</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>iniciando</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>deteniendo</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>pausando</translation>
    </message>
    <message>
        <source>unpausing</source>
        <translation>reanudando</translation>
    </message>
    <message>
        <source>deleting</source>
        <translation>eliminando</translation>
    </message>
    <message>
        <source>starting elsewhere</source>
        <translation>iniciándose en otro lugar</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en marcha</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>detenido</translation>
    </message>
    <message>
        <source>Start it to see what runs in it.</source>
        <translation>Inícielo para ver lo que funciona en él.</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>Kubernetes itself is paused; what runs in other namespaces, Dispatch too, goes on without it.</source>
        <translation>El propio Kubernetes está en pausa; lo que funciona en otros espacios de nombres, también Dispatch, sigue sin él.</translation>
    </message>
    <message>
        <source>machine missing</source>
        <translation>falta la máquina</translation>
    </message>
    <message>
        <source>Its machine or container was removed without minikube. Start makes a new one; what was in the old one is gone.</source>
        <translation>Su máquina o contenedor se quitó sin minikube. Al iniciar se crea una nueva; lo que había en la antigua se ha perdido.</translation>
    </message>
    <message>
        <source>driver down</source>
        <translation>controlador caído</translation>
    </message>
    <message>
        <source>What carries its machine (Docker, for example) does not answer. Start that first.</source>
        <translation>Lo que lleva su máquina (Docker, por ejemplo) no responde. Inícielo primero.</translation>
    </message>
    <message>
        <source>disk full</source>
        <translation>disco lleno</translation>
    </message>
    <message>
        <source>The disk of its machine is full. Remove images there (minikube ssh -- docker system prune), or create it again with a larger disk.</source>
        <translation>El disco de su máquina está lleno. Quite imágenes allí (minikube ssh -- docker system prune) o créelo de nuevo con un disco mayor.</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>degradado</translation>
    </message>
    <message>
        <source>The machine runs, but Kubernetes does not answer well. Starting it again often helps; its logs say why.</source>
        <translation>La máquina funciona, pero Kubernetes no responde bien. A menudo ayuda iniciarlo de nuevo; sus registros dicen por qué.</translation>
    </message>
    <message>
        <source>misconfigured</source>
        <translation>mal configurado</translation>
    </message>
    <message>
        <source>The cluster is well, but kubeconfig points to another address. Repair the context.</source>
        <translation>El clúster está bien, pero kubeconfig apunta a otra dirección. Repare el contexto.</translation>
    </message>
    <message>
        <source>It is being started outside of this console, or that was given up half way. Wait until it is done, or start it here.</source>
        <translation>Se está iniciando fuera de esta consola, o se abandonó a medias. Espere a que termine o inícielo aquí.</translation>
    </message>
</context>
<context>
    <name>models::CreatePlan</name>
    <message>
        <source>A version looks like v1.31.0.</source>
        <translation>Una versión tiene la forma v1.31.0.</translation>
    </message>
    <message>
        <source>minikube %1 takes Kubernetes from %2 on. For %3 use minikube v1.24.0.</source>
        <translation>minikube %1 acepta Kubernetes a partir de %2. Para %3 use minikube v1.24.0.</translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 processors.</source>
        <translation>Kubernetes necesita al menos %1 procesadores.</translation>
    </message>
    <message numerus="yes">
        <source>This machine has %n processors.</source>
        <translation>
            <numerusform>Este equipo tiene %n procesador.</numerusform>
            <numerusform>Este equipo tiene %n procesadores.</numerusform>
        </translation>
    </message>
    <message>
        <source>Kubernetes needs at least %1 MB.</source>
        <translation>Kubernetes necesita al menos %1 MB.</translation>
    </message>
    <message>
        <source>This machine has %1 MB.</source>
        <translation>Este equipo tiene %1 MB.</translation>
    </message>
    <message>
        <source>That leaves next to nothing for everything else on this machine.</source>
        <translation>Eso no deja casi nada para todo lo demás en este equipo.</translation>
    </message>
    <message>
        <source>Images and data need at least %1 MB.</source>
        <translation>Las imágenes y los datos necesitan al menos %1 MB.</translation>
    </message>
    <message>
        <source>Only %1 MB are free; the disk grows as it is used, and may fill up.</source>
        <translation>Solo hay %1 MB libres; el disco crece con el uso y puede llenarse.</translation>
    </message>
    <message>
        <source>From 1 to %1 nodes.</source>
        <translation>De 1 a %1 nodos.</translation>
    </message>
    <message>
        <source>There is a profile of this name.</source>
        <translation>Ya hay un perfil con este nombre.</translation>
    </message>
    <message>
        <source>Choose what carries the cluster.</source>
        <translation>Elija lo que lleva el clúster.</translation>
    </message>
</context>
<context>
    <name>models::CronSchedule</name>
    <message>
        <source>seconds</source>
        <translation>segundos</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>minutos</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>horas</translation>
    </message>
    <message>
        <source>day of month</source>
        <translation>día del mes</translation>
    </message>
    <message>
        <source>month</source>
        <translation>mes</translation>
    </message>
    <message>
        <source>day of week</source>
        <translation>día de la semana</translation>
    </message>
    <message>
        <source>The schedule is empty</source>
        <translation>El horario está vacío</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not known; there are @yearly, @monthly, @weekly, @daily, @hourly and @every 10s</source>
        <translation>«%1» no se conoce; hay @yearly, @monthly, @weekly, @daily, @hourly y @every 10s</translation>
    </message>
    <message>
        <source>A time zone cannot be given; schedules are in UTC</source>
        <translation>No se puede indicar una zona horaria; los horarios están en UTC</translation>
    </message>
    <message>
        <source>Expected 5 to 6 fields, found %1</source>
        <translation>Se esperaban de 5 a 6 campos, hay %1</translation>
    </message>
    <message>
        <source>A number is missing in the %1 field</source>
        <translation>Falta un número en el campo %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a value for the %2 field</source>
        <translation>«%1» no es un valor para el campo %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one slash</source>
        <translation>«%1» tiene más de una barra</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has more than one hyphen</source>
        <translation>«%1» tiene más de un guion</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is out of range: the %2 field goes from %3 to %4</source>
        <translation>«%1» está fuera del intervalo: el campo %2 va de %3 a %4</translation>
    </message>
    <message>
        <source>&quot;%1&quot; begins after its end</source>
        <translation>«%1» empieza después de su fin</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has a step of zero</source>
        <translation>«%1» tiene un paso de cero</translation>
    </message>
    <message>
        <source>The %1 field is empty</source>
        <translation>El campo %1 está vacío</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a duration; write it as 10s, 5m or 1h30m</source>
        <translation>«%1» no es una duración; escríbala como 10s, 5m o 1h30m</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is longer than the 292 years a duration can hold</source>
        <translation>«%1» es más que los 292 años que puede contener una duración</translation>
    </message>
</context>
<context>
    <name>models::DriverCatalogue</name>
    <message>
        <source>read the catalogue of driver types</source>
        <translation>leer el catálogo de tipos de controlador</translation>
    </message>
    <message>
        <source>The catalogue that came with the program is damaged.</source>
        <translation>El catálogo que venía con el programa está dañado.</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>Instale el programa de nuevo.</translation>
    </message>
    <message>
        <source>a setting without a key</source>
        <translation>un ajuste sin clave</translation>
    </message>
    <message>
        <source>the setting %1 has no known type</source>
        <translation>el ajuste %1 no tiene un tipo conocido</translation>
    </message>
    <message>
        <source>the group %1 names the unknown setting %2</source>
        <translation>el grupo %1 nombra el ajuste desconocido %2</translation>
    </message>
    <message>
        <source>an entry without a name or an image</source>
        <translation>una entrada sin nombre o sin imagen</translation>
    </message>
    <message>
        <source>JSON that is no list</source>
        <translation>JSON que no es una lista</translation>
    </message>
    <message>
        <source>Listens to a vCenter server and passes on what happens to virtual machines, hosts and datastores.</source>
        <translation>Escucha a un servidor vCenter y transmite lo que les ocurre a las máquinas virtuales, los hosts y los almacenes de datos.</translation>
    </message>
    <message>
        <source>User, password and address in one line: user:password@host, with a port if it is not 443. Write %, #, /, ? and spaces as percent codes.</source>
        <translation>Usuario, contraseña y dirección en una línea: user:password@host, con un puerto si no es el 443. Escriba %, #, /, ? y los espacios como códigos de porcentaje.</translation>
    </message>
    <message>
        <source>Only the name or address of the vCenter server. For newer builds of the driver, instead of the line above.</source>
        <translation>Solo el nombre o la dirección del servidor vCenter. Para versiones más nuevas del controlador, en lugar de la línea anterior.</translation>
    </message>
    <message>
        <source>Who to sign in as. Special characters as percent codes.</source>
        <translation>Con qué usuario iniciar sesión. Caracteres especiales como códigos de porcentaje.</translation>
    </message>
    <message>
        <source>The password of that user. Special characters as percent codes.</source>
        <translation>La contraseña de ese usuario. Caracteres especiales como códigos de porcentaje.</translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver, with its content.</source>
        <translation>Escribe cada evento en el registro del controlador, con su contenido.</translation>
    </message>
    <message>
        <source>Receives events that Azure Event Grid pushes to the address of the driver.</source>
        <translation>Recibe los eventos que Azure Event Grid envía a la dirección del controlador.</translation>
    </message>
    <message>
        <source>Fetches CloudWatch events of an AWS account through a queue that it sets up itself.</source>
        <translation>Obtiene los eventos de CloudWatch de una cuenta de AWS mediante una cola que crea él mismo.</translation>
    </message>
    <message>
        <source>The id of an AWS access key. The driver takes it only from a secret.</source>
        <translation>El id de una clave de acceso de AWS. El controlador solo lo toma de un secreto.</translation>
    </message>
    <message>
        <source>The secret half of the access key. Session tokens and instance roles do not work.</source>
        <translation>La mitad secreta de la clave de acceso. Los tokens de sesión y los roles de instancia no funcionan.</translation>
    </message>
    <message>
        <source>The AWS region to listen in.</source>
        <translation>La región de AWS en la que escuchar.</translation>
    </message>
    <message>
        <source>A JSON list of CloudWatch patterns; each becomes one rule. A mistake here only shows in the log: then nothing arrives.</source>
        <translation>Una lista JSON de patrones de CloudWatch; cada uno se convierte en una regla. Un error aquí solo se ve en el registro: entonces no llega nada.</translation>
    </message>
    <message>
        <source>A CloudWatch schedule in UTC, at most once a minute: rate(5 minutes) or cron(…).</source>
        <translation>Un horario de CloudWatch en UTC, como mucho una vez por minuto: rate(5 minutes) o cron(…).</translation>
    </message>
    <message>
        <source>How the name of the queue begins; a random part is added.</source>
        <translation>Cómo empieza el nombre de la cola; se añade una parte aleatoria.</translation>
    </message>
    <message>
        <source>Seconds between two looks into the queue, at least 1. Each look takes up to ten messages.</source>
        <translation>Segundos entre dos consultas a la cola, al menos 1. Cada consulta toma hasta diez mensajes.</translation>
    </message>
    <message>
        <source>Goes into the source of every event.</source>
        <translation>Va en el origen de cada evento.</translation>
    </message>
    <message>
        <source>Removes the queue and the rules when the driver is asked to stop. A driver that is killed leaves them behind.</source>
        <translation>Quita la cola y las reglas cuando se pide al controlador que se detenga. Un controlador al que se mata las deja atrás.</translation>
    </message>
    <message>
        <source>Empties the queue without sending any event on.</source>
        <translation>Vacía la cola sin transmitir ningún evento.</translation>
    </message>
    <message>
        <source>Sends an event at set times.</source>
        <translation>Envía un evento a horas fijas.</translation>
    </message>
    <message>
        <source>When to fire, in UTC. Seconds come first: second, minute, hour, day, month and, if you like, weekday; or @every 10s, @hourly, @daily.</source>
        <translation>Cuándo dispararse, en UTC. Primero van los segundos: segundo, minuto, hora, día, mes y, si lo desea, día de la semana; o @every 10s, @hourly, @daily.</translation>
    </message>
    <message>
        <source>Goes into the source of every event. Left empty, each start makes up its own.</source>
        <translation>Va en el origen de cada evento. Si se deja vacío, cada inicio inventa el suyo.</translation>
    </message>
    <message>
        <source>Writes every event into the log of the driver.</source>
        <translation>Escribe cada evento en el registro del controlador.</translation>
    </message>
    <message>
        <source>Fires without sending.</source>
        <translation>Se dispara sin enviar.</translation>
    </message>
    <message>
        <source>Gives you an address that takes CloudEvents 0.2 over HTTP from anyone who knows it, without a password.</source>
        <translation>Le da una dirección que acepta CloudEvents 0.2 por HTTP de cualquiera que la conozca, sin contraseña.</translation>
    </message>
    <message>
        <source>Writes what arrives into the log and sends nothing on.</source>
        <translation>Escribe en el registro lo que llega y no transmite nada.</translation>
    </message>
    <message>
        <source>Sends an event every so many seconds. Good for trying things out.</source>
        <translation>Envía un evento cada cierto número de segundos. Bueno para hacer pruebas.</translation>
    </message>
    <message>
        <source>Seconds between two events, at least 1.</source>
        <translation>Segundos entre dos eventos, al menos 1.</translation>
    </message>
    <message>
        <source>Ticks without sending.</source>
        <translation>Marca el ritmo sin enviar.</translation>
    </message>
</context>
<context>
    <name>models::DriverOpinion</name>
    <message>
        <source>READY, but the cluster has no pod of it.</source>
        <translation>READY, pero el clúster no tiene ningún pod suyo.</translation>
    </message>
    <message>
        <source>Check that this is the cluster of the connection. If it is, update the driver, and Dispatch makes its deployment again.</source>
        <translation>Compruebe que este es el clúster de la conexión. Si lo es, actualice el controlador, y Dispatch creará de nuevo su despliegue.</translation>
    </message>
    <message>
        <source>The cluster has no pod of it.</source>
        <translation>El clúster no tiene ningún pod suyo.</translation>
    </message>
    <message>
        <source>The cluster has no pod of it yet.</source>
        <translation>El clúster aún no tiene ningún pod suyo.</translation>
    </message>
    <message>
        <source>ERROR, but its pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation>ERROR, pero su pod %1 funciona y %2 de %3 contenedores están listos.</translation>
    </message>
    <message>
        <source>Dispatch may not have looked again yet. If it stays so, update the driver.</source>
        <translation>Puede que Dispatch aún no haya mirado de nuevo. Si sigue igual, actualice el controlador.</translation>
    </message>
    <message>
        <source>The pod %1 runs, and %2 of %3 containers are ready.</source>
        <translation>El pod %1 funciona y %2 de %3 contenedores están listos.</translation>
    </message>
    <message>
        <source>READY, but 0 of %1 pods are available: %2</source>
        <translation>READY, pero hay 0 de %1 pods disponibles: %2</translation>
    </message>
    <message>
        <source>No pod is available: %1</source>
        <translation>No hay ningún pod disponible: %1</translation>
    </message>
    <message>
        <source>Its pod is still there: %1</source>
        <translation>Su pod sigue allí: %1</translation>
    </message>
    <message>
        <source>%1, but its pod cannot start: %2</source>
        <translation>%1, pero su pod no puede iniciarse: %2</translation>
    </message>
    <message>
        <source>%1, and its pod starts: %2</source>
        <translation>%1, y su pod se está iniciando: %2</translation>
    </message>
    <message>
        <source>The cluster could not be asked: %1</source>
        <translation>No se pudo preguntar al clúster: %1</translation>
    </message>
    <message>
        <source>Kubernetes can have no deployment with the name %1: it is longer than %2 letters, or has letters that it may not have.</source>
        <translation>Kubernetes no puede tener un despliegue con el nombre %1: tiene más de %2 letras, o letras que no puede tener.</translation>
    </message>
    <message>
        <source>Make a driver with a shorter name, or of a type with a shorter one.</source>
        <translation>Cree un controlador con un nombre más corto, o de un tipo con nombre más corto.</translation>
    </message>
</context>
<context>
    <name>models::Dwell</name>
    <message>
        <source>It starts and fails in turn. Its settings, its secrets or the system it watches are the usual cause: correct them with Edit.</source>
        <translation>Arranca y falla una y otra vez. La causa habitual son sus ajustes, sus secretos o el sistema que vigila: corríjalos con Editar.</translation>
    </message>
    <message>
        <source>It works and fails in turn. See in the Uses tab what changes beneath it.</source>
        <translation>Funciona y falla una y otra vez. Vea en la pestaña Usos qué cambia por debajo.</translation>
    </message>
    <message>
        <source>This takes unusually long. Delete it again.</source>
        <translation>Esto tarda más de lo normal. Elimínelo de nuevo.</translation>
    </message>
    <message>
        <source>This takes unusually long. Check the image of its driver type, then save it again with Edit, or delete it.</source>
        <translation>Esto tarda más de lo normal. Compruebe la imagen de su tipo de controlador y guárdelo de nuevo con Editar, o elimínelo.</translation>
    </message>
    <message>
        <source>This takes unusually long. Check its language, then save it again with Edit, or delete it.</source>
        <translation>Esto tarda más de lo normal. Compruebe su lenguaje y guárdelo de nuevo con Editar, o elimínelo.</translation>
    </message>
    <message>
        <source>This takes unusually long. Save it again with Edit, or delete it.</source>
        <translation>Esto tarda más de lo normal. Guárdelo de nuevo con Editar, o elimínelo.</translation>
    </message>
    <message>
        <source>Correct its settings or secrets with Edit; saving starts it again.</source>
        <translation>Corrija sus ajustes o secretos con Editar; al guardar se inicia de nuevo.</translation>
    </message>
    <message>
        <source>Correct the source or the handler with Edit; saving builds it again.</source>
        <translation>Corrija el código fuente o el manejador con Editar; al guardar se construye de nuevo.</translation>
    </message>
    <message>
        <source>Look at the Uses tab for what is missing, then save it again with Edit.</source>
        <translation>Mire en la pestaña Usos lo que falta y guárdelo de nuevo con Editar.</translation>
    </message>
    <message>
        <source>It disappears when the server is done.</source>
        <translation>Desaparece cuando el servidor termina.</translation>
    </message>
    <message>
        <source>Wait a moment; the list is looked at every second meanwhile.</source>
        <translation>Espere un momento; mientras tanto la lista se consulta cada segundo.</translation>
    </message>
</context>
<context>
    <name>models::EventProblems</name>
    <message>
        <source>An event needs an id.</source>
        <translation>Un evento necesita un id.</translation>
    </message>
    <message>
        <source>A time is written as in 2018-09-12T10:11:12.345Z or 2018-09-12T10:11:12+02:00. Leave it empty for the time of sending.</source>
        <translation>Una hora se escribe como 2018-09-12T10:11:12.345Z o 2018-09-12T10:11:12+02:00. Déjela vacía para usar la hora de envío.</translation>
    </message>
    <message>
        <source>This is an address as in https://example.com/schema.json, or a path that starts with /. Blanks are written %20.</source>
        <translation>Esto es una dirección como https://example.com/schema.json, o una ruta que empieza por /. Los espacios se escriben %20.</translation>
    </message>
    <message>
        <source>This extension needs a name.</source>
        <translation>Esta extensión necesita un nombre.</translation>
    </message>
    <message>
        <source>There is already an extension of this name.</source>
        <translation>Ya hay una extensión con este nombre.</translation>
    </message>
    <message>
        <source>A JSON value is needed, for example &quot;text&quot;, 1 or true.</source>
        <translation>Se necesita un valor JSON, por ejemplo &quot;texto&quot;, 1 o true.</translation>
    </message>
    <message>
        <source>Choose a file, or another kind of data.</source>
        <translation>Elija un archivo u otro tipo de datos.</translation>
    </message>
    <message>
        <source>The file has not been looked at yet. Choose it again.</source>
        <translation>El archivo aún no se ha examinado. Elíjalo de nuevo.</translation>
    </message>
    <message>
        <source>The text holds half of a character (a lone surrogate). It arrives as a replacement character.</source>
        <translation>El texto contiene medio carácter (un sustituto suelto). Llega como carácter de reemplazo.</translation>
    </message>
    <message>
        <source>The data is JSON, but the content type says something else. Leave it empty for application/json.</source>
        <translation>Los datos son JSON, pero el tipo de contenido dice otra cosa. Déjelo vacío para application/json.</translation>
    </message>
    <message>
        <source>The content type says JSON, but functions receive the data as one string. Choose the JSON mode to send values.</source>
        <translation>El tipo de contenido dice JSON, pero las funciones reciben los datos como una sola cadena. Elija el modo JSON para enviar valores.</translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, functions do not receive extensions.</source>
        <translation>Donde RabbitMQ transporta los eventos, las funciones no reciben las extensiones.</translation>
    </message>
    <message>
        <source>Where RabbitMQ carries the events, the time is cut to whole seconds.</source>
        <translation>Donde RabbitMQ transporta los eventos, la hora se recorta a segundos enteros.</translation>
    </message>
    <message>
        <source>Message brokers often refuse more than about 1 MB. The server answers before it finds out.</source>
        <translation>Los intermediarios de mensajes a menudo rechazan más de 1 MB aproximadamente. El servidor responde antes de saberlo.</translation>
    </message>
</context>
<context>
    <name>models::EventTemplate</name>
    <message>
        <source>A text is expected here.</source>
        <translation>Aquí se espera un texto.</translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation>Aquí se espera true o false.</translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation>Aquí se espera un número entero.</translation>
    </message>
    <message>
        <source>Members with values are expected here, as in &quot;name: value&quot;.</source>
        <translation>Aquí se esperan miembros con valores, como en &quot;name: value&quot;.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is already above.</source>
        <translation>«%1» ya está más arriba.</translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. It has: %2.</source>
        <translation>Una plantilla no tiene «%1». Tiene: %2.</translation>
    </message>
    <message>
        <source>A template has no &quot;%1&quot;. Did you mean &quot;%2&quot;?</source>
        <translation>Una plantilla no tiene «%1». ¿Quería decir «%2»?</translation>
    </message>
    <message>
        <source>A list of &quot;- name: ...&quot; with &quot;value: ...&quot; is expected here.</source>
        <translation>Aquí se espera una lista de &quot;- name: ...&quot; con &quot;value: ...&quot;.</translation>
    </message>
    <message>
        <source>A file needs its path.</source>
        <translation>Un archivo necesita su ruta.</translation>
    </message>
    <message>
        <source>The mode is json, text or file.</source>
        <translation>El modo es json, text o file.</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>Una plantilla necesita un nombre.</translation>
    </message>
    <message>
        <source>There is more than one kind of data. Say which one counts, as in &quot;mode: json&quot;.</source>
        <translation>Hay más de un tipo de datos. Diga cuál cuenta, como en &quot;mode: json&quot;.</translation>
    </message>
    <message>
        <source>This is not YAML: %1.</source>
        <translation>Esto no es YAML: %1.</translation>
    </message>
</context>
<context>
    <name>models::Failure</name>
    <message>
        <source>Tried: %1</source>
        <translation>Se intentó: %1</translation>
    </message>
    <message>
        <source>Came back: %1</source>
        <translation>Respuesta: %1</translation>
    </message>
    <message>
        <source>Meaning: %1</source>
        <translation>Significado: %1</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>Qué hacer: %1</translation>
    </message>
</context>
<context>
    <name>models::HelmList</name>
    <message>
        <source>What helm listed is not what any of its versions lists.</source>
        <translation>Lo que listó helm no es lo que lista ninguna de sus versiones.</translation>
    </message>
</context>
<context>
    <name>models::ImportReader</name>
    <message>
        <source>Did you mean %1?</source>
        <translation>¿Quería decir %1?</translation>
    </message>
    <message>
        <source>A document has to be a list of members such as kind and name.</source>
        <translation>Un documento tiene que ser una lista de miembros como kind y name.</translation>
    </message>
    <message>
        <source>The document has no kind.</source>
        <translation>El documento no tiene kind.</translation>
    </message>
    <message>
        <source>Kinds are: %1.</source>
        <translation>Las clases son: %1.</translation>
    </message>
    <message>
        <source>It is called %1 now.</source>
        <translation>Ahora se llama %1.</translation>
    </message>
    <message>
        <source>There is no such kind.</source>
        <translation>No existe esa clase.</translation>
    </message>
    <message>
        <source>This member is there twice.</source>
        <translation>Este miembro está dos veces.</translation>
    </message>
    <message>
        <source>Keep one of them.</source>
        <translation>Conserve uno de ellos.</translation>
    </message>
    <message>
        <source>It is gone: leave it out.</source>
        <translation>Ya no existe: omítalo.</translation>
    </message>
    <message>
        <source>A %1 has no such member.</source>
        <translation>La clase %1 no tiene ese miembro.</translation>
    </message>
    <message>
        <source>It has: %1.</source>
        <translation>Tiene: %1.</translation>
    </message>
    <message>
        <source>A text is expected here.</source>
        <translation>Aquí se espera un texto.</translation>
    </message>
    <message>
        <source>true or false is expected here.</source>
        <translation>Aquí se espera true o false.</translation>
    </message>
    <message>
        <source>A whole number is expected here.</source>
        <translation>Aquí se espera un número entero.</translation>
    </message>
    <message>
        <source>A list of entries with key and value is expected here.</source>
        <translation>Aquí se espera una lista de entradas con clave y valor.</translation>
    </message>
    <message>
        <source>An entry with key and value is expected here.</source>
        <translation>Aquí se espera una entrada con clave y valor.</translation>
    </message>
    <message>
        <source>Key and value, a line each, are expected here.</source>
        <translation>Aquí se esperan clave y valor, cada uno en una línea.</translation>
    </message>
    <message>
        <source>This key is there twice.</source>
        <translation>Esta clave está dos veces.</translation>
    </message>
    <message>
        <source>The value of a secret is a text.</source>
        <translation>El valor de un secreto es un texto.</translation>
    </message>
    <message>
        <source>A list of texts is expected here.</source>
        <translation>Aquí se espera una lista de textos.</translation>
    </message>
    <message>
        <source>The file that the manifest names cannot be read.</source>
        <translation>No se puede leer el archivo que nombra el manifiesto.</translation>
    </message>
    <message>
        <source>This member is missing.</source>
        <translation>Falta este miembro.</translation>
    </message>
    <message>
        <source>The file has %1; up to %2 are read.</source>
        <translation>El archivo tiene %1; se leen hasta %2.</translation>
    </message>
    <message>
        <source>Cut it into several files.</source>
        <translation>Divídalo en varios archivos.</translation>
    </message>
    <message>
        <source>This is no text but something binary.</source>
        <translation>Esto no es texto, sino algo binario.</translation>
    </message>
    <message>
        <source>YAML and JSON are read in UTF-8, or in UTF-16 with a mark.</source>
        <translation>YAML y JSON se leen en UTF-8, o en UTF-16 con marca.</translation>
    </message>
    <message>
        <source>There is nothing in it.</source>
        <translation>No contiene nada.</translation>
    </message>
    <message>
        <source>An import is one or more documents with a kind.</source>
        <translation>Una importación consta de uno o más documentos con kind.</translation>
    </message>
    <message>
        <source>This %1 occurs a second time; it is in %2 already.</source>
        <translation>%1 aparece por segunda vez; ya está en %2.</translation>
    </message>
    <message>
        <source>This alias stands for something that contains the alias.</source>
        <translation>Este alias representa algo que contiene el propio alias.</translation>
    </message>
    <message>
        <source>The file unfolds into more than %1 values, which is the limit.</source>
        <translation>El archivo se despliega en más de %1 valores, que es el límite.</translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels, which is the limit.</source>
        <translation>Esto está anidado a más de %1 niveles, que es el límite.</translation>
    </message>
    <message>
        <source>There is a tab in the indentation. YAML is indented with spaces.</source>
        <translation>Hay un tabulador en la sangría. YAML se sangra con espacios.</translation>
    </message>
    <message>
        <source>The lines do not fit together here: look at the indentation, and whether the file is cut off.</source>
        <translation>Las líneas no encajan aquí: mire la sangría y si el archivo está cortado.</translation>
    </message>
    <message>
        <source>The file ends in the middle of a text. Is it cut off?</source>
        <translation>El archivo termina en medio de un texto. ¿Está cortado?</translation>
    </message>
    <message>
        <source>A character that cannot stand here. A tab? YAML is indented with spaces.</source>
        <translation>Un carácter que no puede estar aquí. ¿Un tabulador? YAML se sangra con espacios.</translation>
    </message>
    <message>
        <source>A colon that cannot stand here: look at the indentation, or put the value in quotes.</source>
        <translation>Un signo de dos puntos que no puede estar aquí: mire la sangría o ponga el valor entre comillas.</translation>
    </message>
    <message>
        <source>This is no YAML: %1.</source>
        <translation>Esto no es YAML: %1.</translation>
    </message>
    <message>
        <source>This text has no closing quote. Is the file cut off?</source>
        <translation>Este texto no tiene comilla de cierre. ¿Está cortado el archivo?</translation>
    </message>
</context>
<context>
    <name>models::InputCheck</name>
    <message>
        <source>nothing</source>
        <translation>nada</translation>
    </message>
    <message>
        <source>character %1</source>
        <translation>carácter %1</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 bytes</translation>
    </message>
    <message>
        <source>%1 bytes, SHA-256 %2</source>
        <translation>%1 bytes, SHA-256 %2</translation>
    </message>
</context>
<context>
    <name>models::InstallAdvice</name>
    <message>
        <source>The installer finds no %1.</source>
        <translation>El instalador no encuentra %1.</translation>
    </message>
    <message>
        <source>Helm 2.17.0 is needed. Install it, or say where it is.</source>
        <translation>Se necesita Helm 2.17.0. Instálelo o indique dónde está.</translation>
    </message>
    <message>
        <source>Install it, or say where it is.</source>
        <translation>Instálelo o indique dónde está.</translation>
    </message>
    <message>
        <source>Install it, or say where it is. It makes the certificates.</source>
        <translation>Instálelo o indique dónde está. Crea los certificados.</translation>
    </message>
    <message>
        <source>The helm that was found is version 3 or newer.</source>
        <translation>El helm que se encontró es de la versión 3 o más nueva.</translation>
    </message>
    <message>
        <source>This installer works with helm 2 only: install 2.17.0 and choose it.</source>
        <translation>Este instalador solo funciona con helm 2: instale la 2.17.0 y elíjala.</translation>
    </message>
    <message>
        <source>Helm 2 has no tiller in this cluster.</source>
        <translation>Helm 2 no tiene ningún tiller en este clúster.</translation>
    </message>
    <message>
        <source>Run helm init, wait until the pod tiller-deploy is ready, and install again.</source>
        <translation>Ejecute helm init, espere a que el pod tiller-deploy esté listo e instale de nuevo.</translation>
    </message>
    <message>
        <source>Helm is %1, and tiller in the cluster is another version.</source>
        <translation>Helm es %1, y el tiller del clúster es de otra versión.</translation>
    </message>
    <message>
        <source>Bring tiller to the version of helm with helm init --upgrade.</source>
        <translation>Lleve tiller a la versión de helm con helm init --upgrade.</translation>
    </message>
    <message>
        <source>This Kubernetes is too new: it has no %1 of the kind that the charts ask for.</source>
        <translation>Este Kubernetes es demasiado nuevo: no tiene ningún %1 de la clase que piden los charts.</translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes v1.15.12: that needs minikube v1.24.0 or older, and a virtual machine or a host with cgroup v1. What was installed already stays.</source>
        <translation>Cree un clúster con Kubernetes v1.15.12: eso necesita minikube v1.24.0 o anterior, y una máquina virtual o un host con cgroup v1. Lo que ya se instaló se queda.</translation>
    </message>
    <message>
        <source>Tiller may not do what it needs to in this cluster.</source>
        <translation>Tiller no tiene permiso para hacer lo que necesita en este clúster.</translation>
    </message>
    <message>
        <source>Give its account the role cluster-admin.</source>
        <translation>Dé a su cuenta el rol cluster-admin.</translation>
    </message>
    <message>
        <source>No release failed: helm printed a warning about its repositories, and the installer takes that for one.</source>
        <translation>No falló ninguna release: helm mostró una advertencia sobre sus repositorios, y el instalador la toma por una release con fallo.</translation>
    </message>
    <message>
        <source>Take the old address out of the repositories of helm, and install again.</source>
        <translation>Quite la dirección antigua de los repositorios de helm e instale de nuevo.</translation>
    </message>
    <message>
        <source>An earlier try left releases that failed: %1.</source>
        <translation>Un intento anterior dejó releases con fallo: %1.</translation>
    </message>
    <message>
        <source>Purge them, and install again. Their data goes with them.</source>
        <translation>Púrguelas e instale de nuevo. Sus datos desaparecen con ellas.</translation>
    </message>
    <message>
        <source>The chart repository %1 is gone.</source>
        <translation>El repositorio de charts %1 ya no existe.</translation>
    </message>
    <message>
        <source>Let today&apos;s repositories stand in for it, in the advanced settings.</source>
        <translation>Sustitúyalo por los repositorios actuales, en los ajustes avanzados.</translation>
    </message>
    <message>
        <source>The charts of Dispatch cannot be fetched from %1.</source>
        <translation>No se pueden obtener los charts de Dispatch de %1.</translation>
    </message>
    <message>
        <source>Enter another address for them, or a folder with the charts of a checkout of Dispatch.</source>
        <translation>Introduzca otra dirección para ellos, o una carpeta con los charts de una copia del código de Dispatch.</translation>
    </message>
    <message>
        <source>The chart repository %1 does not answer, or is none.</source>
        <translation>El repositorio de charts %1 no responde, o no lo es.</translation>
    </message>
    <message>
        <source>Enter another repository for the chart, in the advanced settings.</source>
        <translation>Introduzca otro repositorio para el chart, en los ajustes avanzados.</translation>
    </message>
    <message>
        <source>A chart repository refuses to give its charts.</source>
        <translation>Un repositorio de charts se niega a dar sus charts.</translation>
    </message>
    <message>
        <source>The pods of %1 did not become ready in time.</source>
        <translation>Los pods de %1 no estuvieron listos a tiempo.</translation>
    </message>
    <message>
        <source>Look at what the pods wait for; most often an image cannot be pulled or the memory is not enough. Then purge the release and install again.</source>
        <translation>Mire a qué esperan los pods; lo más frecuente es que no se pueda descargar una imagen o que no alcance la memoria. Después purgue la release e instale de nuevo.</translation>
    </message>
    <message>
        <source>Kubectl printed a warning, and the installer reads it as a port: %1</source>
        <translation>Kubectl mostró una advertencia, y el instalador la lee como un puerto: %1</translation>
    </message>
    <message>
        <source>Choose a kubectl of about the version of the cluster: 1.14 to 1.16 for Kubernetes 1.15. The release ingress stays behind and is used by the next try.</source>
        <translation>Elija un kubectl de una versión cercana a la del clúster: de 1.14 a 1.16 para Kubernetes 1.15. La release ingress queda atrás y la usa el próximo intento.</translation>
    </message>
    <message>
        <source>The install file names no host.</source>
        <translation>El archivo de instalación no nombra ningún host.</translation>
    </message>
    <message>
        <source>Enter the address of the cluster for both hosts.</source>
        <translation>Introduzca la dirección del clúster para ambos hosts.</translation>
    </message>
    <message>
        <source>The installer does not take the setting %1.</source>
        <translation>El instalador no acepta el ajuste %1.</translation>
    </message>
    <message>
        <source>Correct it in the settings.</source>
        <translation>Corríjalo en los ajustes.</translation>
    </message>
    <message>
        <source>The installer cannot read the install file %1.</source>
        <translation>El instalador no puede leer el archivo de instalación %1.</translation>
    </message>
    <message>
        <source>Check that it is there and that you may read it.</source>
        <translation>Compruebe que está allí y que puede leerlo.</translation>
    </message>
    <message>
        <source>The install file %1 is not YAML.</source>
        <translation>El archivo de instalación %1 no es YAML.</translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation>Corrija el archivo o rellene el formulario.</translation>
    </message>
    <message>
        <source>The certificate does not name the address of the server.</source>
        <translation>El certificado no nombra la dirección del servidor.</translation>
    </message>
    <message>
        <source>The connection has to take this certificate unchecked, or pinned.</source>
        <translation>La conexión tiene que aceptar este certificado sin comprobarlo, o fijado.</translation>
    </message>
    <message>
        <source>The service %1 is not there: a dry run installs nothing, and then asks for what it would have installed.</source>
        <translation>El servicio %1 no está: una simulación no instala nada y después pregunta por lo que habría instalado.</translation>
    </message>
    <message>
        <source>That says nothing about whether an installation works. Use the check above instead.</source>
        <translation>Eso no dice nada sobre si una instalación funciona. Use en su lugar la comprobación de arriba.</translation>
    </message>
    <message>
        <source>The cluster does not answer.</source>
        <translation>El clúster no responde.</translation>
    </message>
    <message>
        <source>Start it, or wait until it is ready, and install again. If it runs and still does not answer, delete it and create it again.</source>
        <translation>Inícielo, o espere a que esté listo, e instale de nuevo. Si está en marcha y sigue sin responder, elimínelo y créelo de nuevo.</translation>
    </message>
    <message>
        <source>a chart</source>
        <translation>un chart</translation>
    </message>
    <message>
        <source>step %1 of %2, %3</source>
        <translation>paso %1 de %2, %3</translation>
    </message>
    <message>
        <source>The installer gave up.</source>
        <translation>El instalador se rindió.</translation>
    </message>
    <message>
        <source>Read what it said. A try that failed may leave releases behind that the next one stumbles over.</source>
        <translation>Lea lo que dijo. Un intento que falló puede dejar atrás releases con las que tropieza el siguiente.</translation>
    </message>
    <message>
        <source>The installer said that all is well, and installed nothing.</source>
        <translation>El instalador dijo que todo está bien y no instaló nada.</translation>
    </message>
    <message>
        <source>It does that for a service that it does not know. Look at what it said, and install again.</source>
        <translation>Lo hace cuando hay un servicio que no conoce. Mire lo que dijo e instale de nuevo.</translation>
    </message>
    <message>
        <source>Only %1 charts were installed.</source>
        <translation>Charts instalados: solo %1.</translation>
    </message>
    <message>
        <source>Install again; what is there already stays as it is.</source>
        <translation>Instale de nuevo; lo que ya está se queda como está.</translation>
    </message>
    <message>
        <source>exit code 0</source>
        <translation>código de salida 0</translation>
    </message>
    <message>
        <source>The installer said that all is well, but helm says that these are not: %1.</source>
        <translation>El instalador dijo que todo está bien, pero helm dice que estas no lo están: %1.</translation>
    </message>
    <message>
        <source>Purge them, and install again.</source>
        <translation>Púrguelas e instale de nuevo.</translation>
    </message>
</context>
<context>
    <name>models::InstallFile</name>
    <message>
        <source>read the install file %1</source>
        <translation>leer el archivo de instalación %1</translation>
    </message>
    <message>
        <source>Mend the file, or fill in the form.</source>
        <translation>Corrija el archivo o rellene el formulario.</translation>
    </message>
    <message>
        <source>It is not YAML.</source>
        <translation>No es YAML.</translation>
    </message>
    <message>
        <source>several documents</source>
        <translation>varios documentos</translation>
    </message>
    <message>
        <source>An install file has one document.</source>
        <translation>Un archivo de instalación tiene un solo documento.</translation>
    </message>
    <message>
        <source>no members</source>
        <translation>ningún miembro</translation>
    </message>
    <message>
        <source>An install file has sections of settings.</source>
        <translation>Un archivo de instalación tiene secciones de ajustes.</translation>
    </message>
    <message>
        <source>A host is an IP address, or a name that begins with a letter.</source>
        <translation>Un host es una dirección IP, o un nombre que empieza por una letra.</translation>
    </message>
    <message>
        <source>A port is a number up to 65535.</source>
        <translation>Un puerto es un número hasta 65535.</translation>
    </message>
    <message>
        <source>It is true or false.</source>
        <translation>Es true o false.</translation>
    </message>
    <message>
        <source>The installer knows %1 only.</source>
        <translation>El instalador solo conoce %1.</translation>
    </message>
    <message>
        <source>An address has a scheme and a host, such as https://example.com.</source>
        <translation>Una dirección tiene un esquema y un host, como https://example.com.</translation>
    </message>
    <message>
        <source>That is no email address.</source>
        <translation>Eso no es una dirección de correo electrónico.</translation>
    </message>
    <message>
        <source>A host is needed; usually the IP address of the cluster.</source>
        <translation>Se necesita un host; normalmente la dirección IP del clúster.</translation>
    </message>
    <message>
        <source>The installer takes a false for nothing said, and keeps it on. It cannot be turned off here.</source>
        <translation>El instalador toma un false como si no se hubiera dicho nada y lo deja activado. Aquí no se puede desactivar.</translation>
    </message>
    <message>
        <source>A certificate of your own needs the file of its private key.</source>
        <translation>Un certificado propio necesita el archivo de su clave privada.</translation>
    </message>
    <message>
        <source>Without a certificate file the key is not used, and a certificate is made.</source>
        <translation>Sin un archivo de certificado no se usa la clave y se crea un certificado.</translation>
    </message>
    <message>
        <source>A registry needs its name; without one leave user and password empty too, and the one in the cluster is used.</source>
        <translation>Un registro de imágenes necesita su nombre; sin él, deje vacíos también el usuario y la contraseña, y se usa el del clúster.</translation>
    </message>
    <message>
        <source>Only OpenFaaS uses an image pull secret.</source>
        <translation>Solo OpenFaaS usa un secreto para descargar imágenes.</translation>
    </message>
    <message>
        <source>OIDC needs the address of its issuer.</source>
        <translation>OIDC necesita la dirección de su emisor.</translation>
    </message>
    <message>
        <source>Nobody can sign in until the provider knows this console: enter its client, or turn “No sign-in” on.</source>
        <translation>Nadie puede iniciar sesión hasta que el proveedor conozca esta consola: introduzca su cliente o active «Sin inicio de sesión».</translation>
    </message>
    <message>
        <source>That is no name of a namespace.</source>
        <translation>Eso no es un nombre de espacio de nombres.</translation>
    </message>
</context>
<context>
    <name>models::InstallSettings</name>
    <message>
        <source>Host of Dispatch</source>
        <translation>Host de Dispatch</translation>
    </message>
    <message>
        <source>Host of the API gateway</source>
        <translation>Host de la pasarela de API</translation>
    </message>
    <message>
        <source>No sign-in</source>
        <translation>Sin inicio de sesión</translation>
    </message>
    <message>
        <source>Debug messages</source>
        <translation>Mensajes de depuración</translation>
    </message>
    <message>
        <source>Tracing</source>
        <translation>Trazas</translation>
    </message>
    <message>
        <source>Keep data on disk</source>
        <translation>Guardar los datos en disco</translation>
    </message>
    <message>
        <source>Functions run on</source>
        <translation>Las funciones se ejecutan en</translation>
    </message>
    <message>
        <source>Events travel by</source>
        <translation>Los eventos viajan por</translation>
    </message>
    <message>
        <source>Port of Dispatch</source>
        <translation>Puerto de Dispatch</translation>
    </message>
    <message>
        <source>Ingress is reached by</source>
        <translation>El ingress se alcanza por</translation>
    </message>
    <message>
        <source>API gateway is reached by</source>
        <translation>La pasarela de API se alcanza por</translation>
    </message>
    <message>
        <source>Image host</source>
        <translation>Host de las imágenes</translation>
    </message>
    <message>
        <source>Image tag</source>
        <translation>Etiqueta de las imágenes</translation>
    </message>
    <message>
        <source>Image registry</source>
        <translation>Registro de imágenes</translation>
    </message>
    <message>
        <source>Its user</source>
        <translation>Su usuario</translation>
    </message>
    <message>
        <source>Its password</source>
        <translation>Su contraseña</translation>
    </message>
    <message>
        <source>Its email address</source>
        <translation>Su dirección de correo</translation>
    </message>
    <message>
        <source>Without TLS</source>
        <translation>Sin TLS</translation>
    </message>
    <message>
        <source>Image pull secret</source>
        <translation>Secreto para descargar imágenes</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Base de datos</translation>
    </message>
    <message>
        <source>Database user</source>
        <translation>Usuario de la base de datos</translation>
    </message>
    <message>
        <source>Database password</source>
        <translation>Contraseña de la base de datos</translation>
    </message>
    <message>
        <source>Keep the database on disk</source>
        <translation>Guardar la base de datos en disco</translation>
    </message>
    <message>
        <source>RabbitMQ user</source>
        <translation>Usuario de RabbitMQ</translation>
    </message>
    <message>
        <source>RabbitMQ password</source>
        <translation>Contraseña de RabbitMQ</translation>
    </message>
    <message>
        <source>Sign-in provider</source>
        <translation>Proveedor de inicio de sesión</translation>
    </message>
    <message>
        <source>OIDC issuer</source>
        <translation>Emisor de OIDC</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>ID de cliente</translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation>Secreto de cliente</translation>
    </message>
    <message>
        <source>Cookie secret</source>
        <translation>Secreto de la cookie</translation>
    </message>
    <message>
        <source>Jaeger</source>
        <translation>Jaeger</translation>
    </message>
    <message>
        <source>Charts of Dispatch</source>
        <translation>Charts de Dispatch</translation>
    </message>
</context>
<context>
    <name>models::Json</name>
    <message>
        <source>read JSON</source>
        <translation>leer JSON</translation>
    </message>
    <message>
        <source>The text is not valid JSON.</source>
        <translation>El texto no es JSON válido.</translation>
    </message>
    <message>
        <source>nested deeper than %1 levels</source>
        <translation>anidado a más de %1 niveles</translation>
    </message>
    <message>
        <source>syntax error at byte %1</source>
        <translation>error de sintaxis en el byte %1</translation>
    </message>
</context>
<context>
    <name>models::JsonKeys</name>
    <message>
        <source>&quot;%1&quot; is already in this object, on line %2. Receivers keep only the last one.</source>
        <translation>«%1» ya está en este objeto, en la línea %2. Los receptores solo conservan el último.</translation>
    </message>
</context>
<context>
    <name>models::JsonLayout</name>
    <message>
        <source>lay out JSON</source>
        <translation>dar formato al JSON</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>Línea %1, columna %2: %3</translation>
    </message>
    <message>
        <source>The text is not valid JSON yet.</source>
        <translation>El texto aún no es JSON válido.</translation>
    </message>
    <message>
        <source>With its deep nesting on lines of their own the text becomes too large.</source>
        <translation>Con su anidamiento profundo en líneas propias, el texto se hace demasiado grande.</translation>
    </message>
    <message>
        <source>Leave it as it is, or make it compact.</source>
        <translation>Déjelo como está o hágalo compacto.</translation>
    </message>
</context>
<context>
    <name>models::JsonText</name>
    <message>
        <source>There is nothing here. A value is needed, for example {}.</source>
        <translation>Aquí no hay nada. Se necesita un valor, por ejemplo {}.</translation>
    </message>
    <message>
        <source>The value is complete before this. Remove what follows, or put everything into one array.</source>
        <translation>El valor está completo antes de esto. Quite lo que sigue o póngalo todo en un array.</translation>
    </message>
    <message>
        <source>This is nested deeper than %1 levels. Flatten it.</source>
        <translation>Esto está anidado a más de %1 niveles. Aplánelo.</translation>
    </message>
    <message>
        <source>An object ends with }, not with ].</source>
        <translation>Un objeto termina con }, no con ].</translation>
    </message>
    <message>
        <source>An array ends with ], not with }.</source>
        <translation>Un array termina con ], no con }.</translation>
    </message>
    <message>
        <source>A comma or } is missing before this.</source>
        <translation>Falta una coma o } antes de esto.</translation>
    </message>
    <message>
        <source>A comma or ] is missing before this.</source>
        <translation>Falta una coma o ] antes de esto.</translation>
    </message>
    <message>
        <source>Remove this comma: nothing follows it.</source>
        <translation>Quite esta coma: no la sigue nada.</translation>
    </message>
    <message>
        <source>This { is never closed by }.</source>
        <translation>Esta { nunca se cierra con }.</translation>
    </message>
    <message>
        <source>This [ is never closed by ].</source>
        <translation>Este [ nunca se cierra con ].</translation>
    </message>
    <message>
        <source>A name in double quotes is needed here, as in &quot;name&quot;: 1.</source>
        <translation>Aquí se necesita un nombre entre comillas dobles, como en &quot;name&quot;: 1.</translation>
    </message>
    <message>
        <source>A colon is missing between the name and its value.</source>
        <translation>Faltan los dos puntos entre el nombre y su valor.</translation>
    </message>
    <message>
        <source>This is not UTF-8. Save the text as UTF-8.</source>
        <translation>Esto no es UTF-8. Guarde el texto como UTF-8.</translation>
    </message>
    <message>
        <source>This text is never closed by &quot;.</source>
        <translation>Este texto nunca se cierra con &quot;.</translation>
    </message>
    <message>
        <source>This text is not closed by &quot; on its line. A line end inside a text is written \n.</source>
        <translation>Este texto no se cierra con &quot; en su línea. Un salto de línea dentro de un texto se escribe \n.</translation>
    </message>
    <message>
        <source>This control character is written %1 inside a text.</source>
        <translation>Este carácter de control se escribe %1 dentro de un texto.</translation>
    </message>
    <message>
        <source>There is no such escape. A backslash itself is written \\.</source>
        <translation>No existe esa secuencia de escape. La propia barra inversa se escribe \\.</translation>
    </message>
    <message>
        <source>\u needs four hexadecimal digits, as in \u00fc.</source>
        <translation>\u necesita cuatro dígitos hexadecimales, como en \u00fc.</translation>
    </message>
    <message>
        <source>This is half of a character (a lone surrogate). Receivers replace it by U+FFFD.</source>
        <translation>Esto es medio carácter (un sustituto suelto). Los receptores lo reemplazan por U+FFFD.</translation>
    </message>
    <message>
        <source>A digit is missing here.</source>
        <translation>Aquí falta un dígito.</translation>
    </message>
    <message>
        <source>A number does not start with 0.</source>
        <translation>Un número no empieza por 0.</translation>
    </message>
    <message>
        <source>A value is missing at the end.</source>
        <translation>Falta un valor al final.</translation>
    </message>
    <message>
        <source>Texts stand in double quotes.</source>
        <translation>Los textos van entre comillas dobles.</translation>
    </message>
    <message>
        <source>JSON has no comments. Remove this one.</source>
        <translation>JSON no tiene comentarios. Quite este.</translation>
    </message>
    <message>
        <source>A value is missing before this.</source>
        <translation>Falta un valor antes de esto.</translation>
    </message>
    <message>
        <source>This is written %1, in lower case.</source>
        <translation>Esto se escribe %1, en minúsculas.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no value. Texts stand in double quotes; other words are true, false and null.</source>
        <translation>«%1» no es un valor. Los textos van entre comillas dobles; las otras palabras son true, false y null.</translation>
    </message>
</context>
<context>
    <name>models::Kubectl</name>
    <message>
        <source>The kubeconfig has no credentials for this cluster.</source>
        <translation>El kubeconfig no tiene credenciales para este clúster.</translation>
    </message>
    <message>
        <source>The cluster does not accept the credentials of the kubeconfig.</source>
        <translation>El clúster no acepta las credenciales del kubeconfig.</translation>
    </message>
    <message>
        <source>You may not do that in this cluster. It says nothing about what is there.</source>
        <translation>Usted no puede hacer eso en este clúster. Eso no dice nada sobre lo que hay allí.</translation>
    </message>
    <message>
        <source>Choose another namespace, or ask for the right.</source>
        <translation>Elija otro espacio de nombres o pida el permiso.</translation>
    </message>
    <message>
        <source>The kubeconfig does not know this cluster. minikube takes it out when the cluster stops.</source>
        <translation>El kubeconfig no conoce este clúster. minikube lo quita cuando el clúster se detiene.</translation>
    </message>
    <message>
        <source>Start the cluster, or let minikube write the kubeconfig again (Update context).</source>
        <translation>Inicie el clúster o deje que minikube escriba de nuevo el kubeconfig (Actualizar el contexto).</translation>
    </message>
    <message>
        <source>There is no kubeconfig.</source>
        <translation>No hay kubeconfig.</translation>
    </message>
    <message>
        <source>The kubeconfig cannot be read.</source>
        <translation>No se puede leer el kubeconfig.</translation>
    </message>
    <message>
        <source>Correct the file, or move it away and let minikube write a new one.</source>
        <translation>Corrija el archivo, o muévalo a otro lugar y deje que minikube escriba uno nuevo.</translation>
    </message>
    <message>
        <source>The cluster measures nothing: the add-on metrics-server is not enabled.</source>
        <translation>El clúster no mide nada: el complemento metrics-server no está activado.</translation>
    </message>
    <message>
        <source>Enable the add-on metrics-server and wait a minute.</source>
        <translation>Active el complemento metrics-server y espere un minuto.</translation>
    </message>
    <message>
        <source>There was no container before this one, or its log is gone.</source>
        <translation>No hubo ningún contenedor antes de este, o su registro ya no existe.</translation>
    </message>
    <message>
        <source>Read the log of the one that is there.</source>
        <translation>Lea el registro del que hay.</translation>
    </message>
    <message>
        <source>The container has not started, so there is no log of it.</source>
        <translation>El contenedor no se ha iniciado, así que no tiene registro.</translation>
    </message>
    <message>
        <source>The reason of the pod and its events say what it waits for.</source>
        <translation>El motivo del pod y sus eventos dicen a qué espera.</translation>
    </message>
    <message>
        <source>Another program has this local port.</source>
        <translation>Otro programa tiene este puerto local.</translation>
    </message>
    <message>
        <source>Choose another local port, or let the system choose one.</source>
        <translation>Elija otro puerto local o deje que el sistema elija uno.</translation>
    </message>
    <message>
        <source>The local port cannot be opened.</source>
        <translation>No se puede abrir el puerto local.</translation>
    </message>
    <message>
        <source>The pod does not run, so nothing can be forwarded to it.</source>
        <translation>El pod no está en marcha, así que no se le puede reenviar nada.</translation>
    </message>
    <message>
        <source>The connection to the pod was lost: it, or the cluster, went away.</source>
        <translation>Se perdió la conexión con el pod: este, o el clúster, desapareció.</translation>
    </message>
    <message>
        <source>Look whether the pod still runs.</source>
        <translation>Mire si el pod sigue en marcha.</translation>
    </message>
    <message>
        <source>It did not become ready in time.</source>
        <translation>No estuvo listo a tiempo.</translation>
    </message>
    <message>
        <source>Look at its pods and their events.</source>
        <translation>Mire sus pods y los eventos de estos.</translation>
    </message>
    <message>
        <source>It is not there, or not any more.</source>
        <translation>No está allí, o ya no.</translation>
    </message>
    <message>
        <source>Refresh the list.</source>
        <translation>Actualice la lista.</translation>
    </message>
    <message>
        <source>The certificate of the cluster is not the one of the kubeconfig.</source>
        <translation>El certificado del clúster no es el del kubeconfig.</translation>
    </message>
    <message>
        <source>The cluster does not answer: it is stopped, paused, or still starting.</source>
        <translation>El clúster no responde: está detenido, en pausa o aún iniciándose.</translation>
    </message>
    <message>
        <source>Look at its state on this page, and start it.</source>
        <translation>Mire su estado en esta página e inícielo.</translation>
    </message>
    <message>
        <source>The cluster did not answer in time: it is paused, or overloaded.</source>
        <translation>El clúster no respondió a tiempo: está en pausa o sobrecargado.</translation>
    </message>
    <message>
        <source>Look at its state on this page; unpause it, or give it more memory.</source>
        <translation>Mire su estado en esta página; reanúdelo o déle más memoria.</translation>
    </message>
    <message>
        <source>The address of the cluster does not exist.</source>
        <translation>La dirección del clúster no existe.</translation>
    </message>
    <message>
        <source>The machine of the cluster cannot be reached.</source>
        <translation>No se puede alcanzar la máquina del clúster.</translation>
    </message>
    <message>
        <source>The cluster did not accept that.</source>
        <translation>El clúster no aceptó eso.</translation>
    </message>
    <message>
        <source>What it said names the reason.</source>
        <translation>Lo que dijo indica el motivo.</translation>
    </message>
    <message>
        <source>This kubectl is too old, or no kubectl of Kubernetes.</source>
        <translation>Este kubectl es demasiado antiguo o no es un kubectl de Kubernetes.</translation>
    </message>
    <message>
        <source>Install a newer one, or choose another one.</source>
        <translation>Instale uno más nuevo o elija otro.</translation>
    </message>
    <message>
        <source>nothing, and exit code %1</source>
        <translation>nada, y código de salida %1</translation>
    </message>
    <message>
        <source>kubectl could not do it (exit code %1).</source>
        <translation>kubectl no pudo hacerlo (código de salida %1).</translation>
    </message>
    <message>
        <source>Let minikube write the kubeconfig again (Repair context).</source>
        <translation>Deje que minikube escriba de nuevo el kubeconfig (Reparar contexto).</translation>
    </message>
</context>
<context>
    <name>models::Kubernetes</name>
    <message>
        <source>The list of events</source>
        <translation>La lista de eventos</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1: no se puede leer.</translation>
    </message>
    <message>
        <source>JSON that is no list of Kubernetes</source>
        <translation>JSON que no es una lista de Kubernetes</translation>
    </message>
    <message>
        <source>Check that kubectl is the one of Kubernetes.</source>
        <translation>Compruebe que kubectl es el de Kubernetes.</translation>
    </message>
    <message>
        <source>The list of nodes</source>
        <translation>La lista de nodos</translation>
    </message>
    <message>
        <source>The list of namespaces</source>
        <translation>La lista de espacios de nombres</translation>
    </message>
    <message>
        <source>container %1 was started again once; the last time it ended with exit code %2 (%3)</source>
        <translation>el contenedor %1 se inició de nuevo una vez; la última vez terminó con el código de salida %2 (%3)</translation>
    </message>
    <message>
        <source>container %1 was started again %4 times; the last time it ended with exit code %2 (%3)</source>
        <translation>el contenedor %1 se inició de nuevo %4 veces; la última vez terminó con el código de salida %2 (%3)</translation>
    </message>
    <message>
        <source>Check the name of the image, and whether the cluster can reach its registry. The events below say what the registry answered.</source>
        <translation>Compruebe el nombre de la imagen y si el clúster puede alcanzar su registro de imágenes. Los eventos de abajo dicen qué respondió.</translation>
    </message>
    <message>
        <source>Correct the name of the image.</source>
        <translation>Corrija el nombre de la imagen.</translation>
    </message>
    <message>
        <source>It ends soon after each start. Read the previous log of its container; an event driver ends when it is given a setting it does not know.</source>
        <translation>Termina poco después de cada inicio. Lea el registro anterior de su contenedor; un controlador de eventos termina cuando recibe un ajuste que no conoce.</translation>
    </message>
    <message>
        <source>Read the previous log of its container.</source>
        <translation>Lea el registro anterior de su contenedor.</translation>
    </message>
    <message>
        <source>It took more memory than it may. Give it, or the cluster, more.</source>
        <translation>Tomó más memoria de la permitida. Déle más, a él o al clúster.</translation>
    </message>
    <message>
        <source>A secret or a setting that it needs is not in the cluster.</source>
        <translation>Un secreto o un ajuste que necesita no está en el clúster.</translation>
    </message>
    <message>
        <source>Look at its events below.</source>
        <translation>Mire sus eventos abajo.</translation>
    </message>
    <message>
        <source>No node has room for it. Stop what is not needed, or make a cluster with more memory and processors.</source>
        <translation>Ningún nodo tiene sitio para él. Detenga lo que no se necesite, o cree un clúster con más memoria y procesadores.</translation>
    </message>
    <message>
        <source>The node ran short of memory or disk. Make room, then delete the pod.</source>
        <translation>El nodo se quedó sin memoria o disco. Haga sitio y elimine el pod.</translation>
    </message>
    <message>
        <source>The list of pods</source>
        <translation>La lista de pods</translation>
    </message>
</context>
<context>
    <name>models::KubernetesEventModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: ninguno</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Visto por última vez</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objeto</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Veces</translation>
    </message>
</context>
<context>
    <name>models::MinikubeLists</name>
    <message>
        <source>list the add-ons</source>
        <translation>listar los complementos</translation>
    </message>
    <message>
        <source>list the services</source>
        <translation>listar los servicios</translation>
    </message>
    <message>
        <source>ask for the address of the cluster</source>
        <translation>preguntar la dirección del clúster</translation>
    </message>
</context>
<context>
    <name>models::Plan</name>
    <message>
        <source>This server has no %1: %2</source>
        <translation>Este servidor no tiene %1: %2</translation>
    </message>
    <message>
        <source>No values in the file: those on the server stay.</source>
        <translation>No hay valores en el archivo: los del servidor se quedan.</translation>
    </message>
    <message>
        <source>Servers do not change the tags of a secret; delete and create it for that.</source>
        <translation>Los servidores no cambian las etiquetas de un secreto; para eso, elimínelo y créelo.</translation>
    </message>
    <message>
        <source>Servers do not give sources back, so it cannot be compared. Tick it to send it again.</source>
        <translation>Los servidores no devuelven el código fuente, así que no se puede comparar. Márquelo para enviarlo de nuevo.</translation>
    </message>
    <message>
        <source>A function is created and changed together with its source, and the file names no sourcePath.</source>
        <translation>Una función se crea y se cambia junto con su código fuente, y el archivo no nombra ningún sourcePath.</translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files: the server will refuse this.</source>
        <translation>%1 %2 no está ni en el servidor ni en los archivos: el servidor rechazará esto.</translation>
    </message>
    <message>
        <source>The %1 %2 is neither on the server nor in the files.</source>
        <translation>%1 %2 no está ni en el servidor ni en los archivos.</translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name: %1 is longer than 63 characters.</source>
        <translation>Kubernetes rechazará el nombre: %1 tiene más de 63 caracteres.</translation>
    </message>
    <message>
        <source>Kubernetes will refuse the name %1: capitals and underscores are not allowed.</source>
        <translation>Kubernetes rechazará el nombre %1: no se permiten mayúsculas ni guiones bajos.</translation>
    </message>
    <message>
        <source>This server gives each event to only one of the subscriptions of a type, and deleting one breaks the others: %1.</source>
        <translation>Este servidor da cada evento a una sola de las suscripciones de un tipo, y eliminar una rompe las demás: %1.</translation>
    </message>
    <message>
        <source>It needs the %1 %2, which is blocked.</source>
        <translation>Necesita %1 %2, y eso está bloqueado.</translation>
    </message>
    <message>
        <source>(without a value)</source>
        <translation>(sin valor)</translation>
    </message>
    <message>
        <source>The %1 %2 uses it, and stays.</source>
        <translation>%1 %2 lo usa y se queda.</translation>
    </message>
</context>
<context>
    <name>models::PodTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: ninguno</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Espacio de nombres</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listos</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Reinicios</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Edad</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Nodo</translation>
    </message>
</context>
<context>
    <name>models::Preflight</name>
    <message>
        <source>The cluster runs</source>
        <translation>El clúster está en marcha</translation>
    </message>
    <message>
        <source>Version of Kubernetes</source>
        <translation>Versión de Kubernetes</translation>
    </message>
    <message>
        <source>What the charts ask Kubernetes for</source>
        <translation>Lo que los charts piden a Kubernetes</translation>
    </message>
    <message>
        <source>The installer, dispatch</source>
        <translation>El instalador, dispatch</translation>
    </message>
    <message>
        <source>Helm</source>
        <translation>Helm</translation>
    </message>
    <message>
        <source>Version of Helm</source>
        <translation>Versión de Helm</translation>
    </message>
    <message>
        <source>Tiller, the half of Helm 2 in the cluster</source>
        <translation>Tiller, la mitad de Helm 2 en el clúster</translation>
    </message>
    <message>
        <source>Tiller may do what it must</source>
        <translation>Tiller puede hacer lo que debe</translation>
    </message>
    <message>
        <source>kubectl</source>
        <translation>kubectl</translation>
    </message>
    <message>
        <source>kubectl says nothing by the way</source>
        <translation>kubectl no dice nada de más</translation>
    </message>
    <message>
        <source>OpenSSL, for the certificates</source>
        <translation>OpenSSL, para los certificados</translation>
    </message>
    <message>
        <source>minikube</source>
        <translation>minikube</translation>
    </message>
    <message>
        <source>Version of minikube</source>
        <translation>Versión de minikube</translation>
    </message>
    <message>
        <source>What carries the cluster</source>
        <translation>Lo que lleva el clúster</translation>
    </message>
    <message>
        <source>Control groups of this machine</source>
        <translation>Grupos de control de este equipo</translation>
    </message>
    <message>
        <source>Processors, memory, disk</source>
        <translation>Procesadores, memoria, disco</translation>
    </message>
    <message>
        <source>kubectl knows the cluster</source>
        <translation>kubectl conoce el clúster</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Nodos</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Almacenamiento</translation>
    </message>
    <message>
        <source>Charts can be fetched</source>
        <translation>Los charts se pueden obtener</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>No releases that failed</source>
        <translation>Ninguna release con fallo</translation>
    </message>
    <message>
        <source>Earlier installations</source>
        <translation>Instalaciones anteriores</translation>
    </message>
    <message>
        <source>Hosts in the install file</source>
        <translation>Hosts del archivo de instalación</translation>
    </message>
    <message>
        <source>The cluster can be reached from here</source>
        <translation>El clúster se alcanza desde aquí</translation>
    </message>
    <message>
        <source>Work folder</source>
        <translation>Carpeta de trabajo</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>good</source>
        <translation>correcta</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>advertencia</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>mal</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>no hace falta</translation>
    </message>
    <message>
        <source>can be seen once the cluster runs</source>
        <translation>se puede ver cuando el clúster esté en marcha</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>comprobando…</translation>
    </message>
    <message>
        <source>The local Dispatch comes with this console and needs none of this.</source>
        <translation>El Dispatch local viene con esta consola y no necesita nada de esto.</translation>
    </message>
    <message>
        <source>Looking: %1 answers are still to come.</source>
        <translation>Comprobando; respuestas pendientes: %1.</translation>
    </message>
    <message>
        <source>An installation cannot work yet: %1 bad, %2 to be careful about.</source>
        <translation>Una instalación aún no puede funcionar: %1 mal, %2 con advertencia.</translation>
    </message>
    <message>
        <source>Nothing is wrong so far; %1 could not be found out.</source>
        <translation>Por ahora nada está mal; sin averiguar: %1.</translation>
    </message>
    <message>
        <source>It may work; be careful about %1.</source>
        <translation>Puede funcionar; puntos con advertencia: %1.</translation>
    </message>
    <message>
        <source>Everything is right for an installation.</source>
        <translation>Todo está bien para una instalación.</translation>
    </message>
    <message>
        <source>Create a cluster with Kubernetes %1. That needs minikube %2 or older, and a driver with a virtual machine (kvm2, virtualbox, hyperkit) or a machine with cgroup v1. Or take another way of installing.</source>
        <translation>Cree un clúster con Kubernetes %1. Eso necesita minikube %2 o anterior, y un controlador con máquina virtual (kvm2, virtualbox, hyperkit) o un equipo con cgroup v1. O elija otra manera de instalar.</translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes ask for 1.19 or newer.</source>
        <translation>Los charts para un Kubernetes actual piden la 1.19 o más nueva.</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 no responde</translation>
    </message>
    <message>
        <source>Starting the cluster tells whether it works.</source>
        <translation>Al iniciar el clúster se sabe si funciona.</translation>
    </message>
    <message>
        <source>%1 processors, %2 MB memory, %3 MB disk</source>
        <translation>%1 procesadores, %2 MB de memoria, %3 MB de disco</translation>
    </message>
    <message>
        <source>Dispatch wants %1 processors, %2 MB memory and %3 MB disk. A cluster keeps what it was created with: create it again.</source>
        <translation>Dispatch quiere %1 procesadores, %2 MB de memoria y %3 MB de disco. Un clúster conserva aquello con lo que se creó: créelo de nuevo.</translation>
    </message>
    <message>
        <source>%1; the installer gets a file of its own with this one only</source>
        <translation>%1; el instalador recibe un archivo propio solo con este</translation>
    </message>
    <message>
        <source>there is no context %1</source>
        <translation>no hay ningún contexto %1</translation>
    </message>
    <message>
        <source>Start the cluster again, which writes it.</source>
        <translation>Inicie el clúster de nuevo, que lo escribe.</translation>
    </message>
    <message>
        <source>%1: the charts of the installer need 1.10 to 1.15</source>
        <translation>%1: los charts del instalador necesitan de 1.10 a 1.15</translation>
    </message>
    <message>
        <source>The charts were tried with 1.10 to 1.15.</source>
        <translation>Los charts se probaron con 1.10 a 1.15.</translation>
    </message>
    <message>
        <source>%1 without deployments, which the charts ask for</source>
        <translation>%1 sin deployments, que los charts piden</translation>
    </message>
    <message>
        <source>no %1, which the charts ask for</source>
        <translation>falta %1, que los charts piden</translation>
    </message>
    <message>
        <source>not ready: %1</source>
        <translation>no listos: %1</translation>
    </message>
    <message>
        <source>Wait until the nodes are ready, or start the cluster again.</source>
        <translation>Espere a que los nodos estén listos o inicie el clúster de nuevo.</translation>
    </message>
    <message>
        <source>The node runs out of it: pods are turned away. Make room, or create a larger cluster.</source>
        <translation>Al nodo se le está agotando: se rechazan pods. Haga sitio o cree un clúster mayor.</translation>
    </message>
    <message>
        <source>Create the cluster with the container runtime docker: others refuse the image registry in the cluster, which has no TLS.</source>
        <translation>Cree el clúster con el entorno de contenedores docker: otros rechazan el registro de imágenes del clúster, que no tiene TLS.</translation>
    </message>
    <message>
        <source>%1 ready, %2</source>
        <translation>listos: %1; %2</translation>
    </message>
    <message>
        <source>no data is kept on disk</source>
        <translation>no se guardan datos en disco</translation>
    </message>
    <message>
        <source>there is a default storage class</source>
        <translation>hay una clase de almacenamiento predeterminada</translation>
    </message>
    <message>
        <source>no default storage class</source>
        <translation>no hay clase de almacenamiento predeterminada</translation>
    </message>
    <message>
        <source>Turn the add-on default-storageclass on, or keep no data.</source>
        <translation>Active el complemento default-storageclass o no guarde datos.</translation>
    </message>
    <message>
        <source>the driver %1 hides the ports of the cluster here</source>
        <translation>el controlador %1 oculta aquí los puertos del clúster</translation>
    </message>
    <message>
        <source>Forward the ports of the pods of the ingress and of kongproxy, and connect to those.</source>
        <translation>Reenvíe los puertos de los pods del ingress y de kongproxy, y conéctese a ellos.</translation>
    </message>
    <message>
        <source>at its address; tried after the installation</source>
        <translation>en su dirección; se prueba después de la instalación</translation>
    </message>
    <message>
        <source>Charts without tiller need Helm 3 or newer.</source>
        <translation>Los charts sin tiller necesitan Helm 3 o más nuevo.</translation>
    </message>
    <message>
        <source>cannot be fetched: %1</source>
        <translation>no se pueden obtener: %1</translation>
    </message>
    <message>
        <source>The repositories that the installer takes by itself are gone since 2020. Let today&apos;s stand in for them.</source>
        <translation>Los repositorios que el instalador toma por sí mismo no existen desde 2020. Sustitúyalos por los actuales.</translation>
    </message>
    <message>
        <source>Enter other repositories in the advanced settings, or a folder with charts.</source>
        <translation>Introduzca otros repositorios en los ajustes avanzados, o una carpeta con charts.</translation>
    </message>
    <message>
        <source>%1: the installer works with Helm 2, from 2.15 on</source>
        <translation>%1: el instalador funciona con Helm 2, a partir de 2.15</translation>
    </message>
    <message>
        <source>Get Helm 2.17.0 and choose it, or take another way of installing.</source>
        <translation>Obtenga Helm 2.17.0 y elíjalo, o elija otra manera de instalar.</translation>
    </message>
    <message>
        <source>%1 here, tiller %2</source>
        <translation>%1 aquí, tiller %2</translation>
    </message>
    <message>
        <source>Bring tiller to the version of Helm.</source>
        <translation>Lleve tiller a la versión de Helm.</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>listo</translation>
    </message>
    <message>
        <source>there is none that is ready</source>
        <translation>no hay ninguno que esté listo</translation>
    </message>
    <message>
        <source>Run helm init; tiller needs an account that may do everything.</source>
        <translation>Ejecute helm init; tiller necesita una cuenta que pueda hacerlo todo.</translation>
    </message>
    <message>
        <source>its account may do everything</source>
        <translation>su cuenta puede hacerlo todo</translation>
    </message>
    <message>
        <source>the account kube-system/tiller may not do everything</source>
        <translation>la cuenta kube-system/tiller no puede hacerlo todo</translation>
    </message>
    <message>
        <source>Bind it to the role cluster-admin.</source>
        <translation>Vincúlela al rol cluster-admin.</translation>
    </message>
    <message>
        <source>Purge them: the installer refuses to work beside them. Their data goes with them.</source>
        <translation>Púrguelas: el instalador se niega a trabajar junto a ellas. Sus datos desaparecen con ellas.</translation>
    </message>
    <message>
        <source>none, but Helm says: %1</source>
        <translation>ninguna, pero Helm dice: %1</translation>
    </message>
    <message>
        <source>The installer takes each word for a release that failed. Take the old address out of the repositories of Helm.</source>
        <translation>El instalador toma cada palabra por una release con fallo. Quite la dirección antigua de los repositorios de Helm.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nada</translation>
    </message>
    <message>
        <source>The installer reads each word as the number of a port. Choose a kubectl of about the version of the cluster.</source>
        <translation>El instalador lee cada palabra como un número de puerto. Elija un kubectl de una versión cercana a la del clúster.</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>todos (%1)</translation>
    </message>
    <message>
        <source>those of the old Google repositories</source>
        <translation>los de los antiguos repositorios de Google</translation>
    </message>
    <message>
        <source>%1 is in the cluster</source>
        <translation>%1 está en el clúster</translation>
    </message>
    <message>
        <source>%1 has to be pulled</source>
        <translation>hay que descargar %1</translation>
    </message>
    <message>
        <source>Whether it still is where it was, only pulling tells. One that you have can be loaded into the cluster.</source>
        <translation>Si sigue donde estaba, solo se sabe al descargarla. Una que usted tenga se puede cargar en el clúster.</translation>
    </message>
    <message>
        <source>namespaces: %1</source>
        <translation>espacios de nombres: %1</translation>
    </message>
    <message>
        <source>releases: %1</source>
        <translation>releases: %1</translation>
    </message>
    <message>
        <source>Installing again upgrades what is there. Uninstall first for a fresh one.</source>
        <translation>Instalar de nuevo actualiza lo que hay. Para una instalación desde cero, desinstale antes.</translation>
    </message>
    <message>
        <source>“%1”, and the cluster is at %2</source>
        <translation>«%1», y el clúster está en %2</translation>
    </message>
    <message>
        <source>Enter the address of the cluster, which may change when it starts.</source>
        <translation>Introduzca la dirección del clúster, que puede cambiar cuando se inicia.</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>no encontrada</translation>
    </message>
    <message>
        <source>Say where it is, or get it: %1</source>
        <translation>Indique dónde está u obténgalo: %1</translation>
    </message>
    <message>
        <source>%1%2 cannot be used: %3</source>
        <translation>No se puede usar %1%2: %3</translation>
    </message>
    <message>
        <source>Choose another.</source>
        <translation>Elija otro.</translation>
    </message>
    <message>
        <source>%1; the cluster is there already, and old enough</source>
        <translation>%1; el clúster ya está, y es lo bastante antiguo</translation>
    </message>
    <message>
        <source>%1, which makes no cluster with Kubernetes 1.15</source>
        <translation>%1, que no crea clústeres con Kubernetes 1.15</translation>
    </message>
    <message>
        <source>Choose minikube %1 or older to create the cluster with.</source>
        <translation>Elija minikube %1 o anterior para crear el clúster.</translation>
    </message>
    <message>
        <source>version 1</source>
        <translation>versión 1</translation>
    </message>
    <message>
        <source>version 2: Kubernetes 1.15 runs on this machine in a virtual machine only</source>
        <translation>versión 2: Kubernetes 1.15 solo funciona en este equipo en una máquina virtual</translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox.</source>
        <translation>Cree el clúster con un controlador como kvm2 o virtualbox.</translation>
    </message>
    <message>
        <source>version 2 here; the virtual machine has its own</source>
        <translation>versión 2 aquí; la máquina virtual tiene los suyos</translation>
    </message>
    <message>
        <source>version 2, and the cluster runs all the same</source>
        <translation>versión 2, y el clúster está en marcha de todos modos</translation>
    </message>
    <message>
        <source>version 2: a kubelet before 1.19 does not run in a container here</source>
        <translation>versión 2: un kubelet anterior a 1.19 no funciona aquí en un contenedor</translation>
    </message>
    <message>
        <source>Create the cluster with a driver such as kvm2 or virtualbox, or start this machine with cgroup v1.</source>
        <translation>Cree el clúster con un controlador como kvm2 o virtualbox, o inicie este equipo con cgroup v1.</translation>
    </message>
    <message>
        <source>Make room or give yourself the right to write there.</source>
        <translation>Haga sitio o dese permiso para escribir allí.</translation>
    </message>
    <message>
        <source>%1; the configuration of an earlier installation is kept beside the new one</source>
        <translation>%1; la configuración de una instalación anterior se conserva junto a la nueva</translation>
    </message>
    <message>
        <source>set, and not for the cluster</source>
        <translation>definido, y no para el clúster</translation>
    </message>
    <message>
        <source>set, also for what is in the cluster: %1</source>
        <translation>definido, también para lo que está en el clúster: %1</translation>
    </message>
    <message>
        <source>Add these to NO_PROXY, and start the console and the cluster again.</source>
        <translation>Añada esto a NO_PROXY e inicie de nuevo la consola y el clúster.</translation>
    </message>
</context>
<context>
    <name>models::RecordKind</name>
    <message>
        <source>organization</source>
        <translation>organización</translation>
    </message>
    <message>
        <source>service account</source>
        <translation>cuenta de servicio</translation>
    </message>
    <message>
        <source>policy</source>
        <translation>política</translation>
    </message>
    <message>
        <source>base image</source>
        <translation>imagen base</translation>
    </message>
    <message>
        <source>image</source>
        <translation>imagen</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
</context>
<context>
    <name>models::Resource</name>
    <message>
        <source>read a resource</source>
        <translation>leer un recurso</translation>
    </message>
    <message>
        <source>an entry without a name</source>
        <translation>una entrada sin nombre</translation>
    </message>
    <message>
        <source>The server sent something that is no resource.</source>
        <translation>El servidor envió algo que no es un recurso.</translation>
    </message>
</context>
<context>
    <name>models::ResourceKind</name>
    <message>
        <source>exposed</source>
        <translation>expuesto</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Edad</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Secretos</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Exposed</source>
        <translation>Expuesto</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Claves</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>Tipo de evento</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Función</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>Manejador</translation>
    </message>
    <message>
        <source>Free labels, for example team = storage.</source>
        <translation>Etiquetas libres, por ejemplo team = storage.</translation>
    </message>
    <message>
        <source>What drivers refer to. At most 32 characters.</source>
        <translation>Aquello a lo que remiten los controladores. Como máximo 32 caracteres.</translation>
    </message>
    <message>
        <source>The container image that a driver of this type runs.</source>
        <translation>La imagen de contenedor que ejecuta un controlador de este tipo.</translation>
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation>Accesible desde fuera</translation>
    </message>
    <message>
        <source>Gives each driver an address of its own, for sources that push their events.</source>
        <translation>Da a cada controlador una dirección propia, para orígenes que envían sus eventos por sí mismos.</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>Kept with the type for information; drivers do not inherit it.</source>
        <translation>Se guardan con el tipo como información; los controladores no las heredan.</translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation>Tipo de controlador</translation>
    </message>
    <message>
        <source>What kind of events this driver brings.</source>
        <translation>Qué clase de eventos trae este controlador.</translation>
    </message>
    <message>
        <source>Lower-case letters, digits and dashes.</source>
        <translation>Minúsculas, dígitos y guiones.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Handed to the driver as --key=value.</source>
        <translation>Se pasan al controlador como --key=value.</translation>
    </message>
    <message>
        <source>Their keys become environment variables of the driver.</source>
        <translation>Sus claves se convierten en variables de entorno del controlador.</translation>
    </message>
    <message>
        <source>What drivers and functions refer to.</source>
        <translation>Aquello a lo que remiten los controladores y las funciones.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valores</translation>
    </message>
    <message>
        <source>Key and value. Values are hidden and never kept by the console.</source>
        <translation>Clave y valor. Los valores están ocultos y la consola nunca los guarda.</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>Tipo de evento</translation>
    </message>
    <message>
        <source>Compared letter by letter; there are no wildcards.</source>
        <translation>Se compara letra por letra; no hay comodines.</translation>
    </message>
    <message>
        <source>Runs once for each matching event.</source>
        <translation>Se ejecuta una vez por cada evento que coincide.</translation>
    </message>
    <message>
        <source>Letters, digits, underscores and dashes.</source>
        <translation>Letras, dígitos, guiones bajos y guiones.</translation>
    </message>
    <message>
        <source>Stored, but no server uses them: give secrets to the function instead.</source>
        <translation>Se guardan, pero ningún servidor los usa: dé los secretos a la función.</translation>
    </message>
    <message>
        <source>What subscriptions refer to.</source>
        <translation>Aquello a lo que remiten las suscripciones.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lenguaje</translation>
    </message>
    <message>
        <source>The image whose language runs the function.</source>
        <translation>La imagen cuyo lenguaje ejecuta la función.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Código fuente</translation>
    </message>
    <message>
        <source>A file or a folder with the code.</source>
        <translation>Un archivo o una carpeta con el código.</translation>
    </message>
    <message>
        <source>module.function, for example hello.handle; needed for folders.</source>
        <translation>module.function, por ejemplo hello.handle; necesario para carpetas.</translation>
    </message>
    <message>
        <source>Given to the function in context.secrets.</source>
        <translation>Se dan a la función en context.secrets.</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Límite de tiempo</translation>
    </message>
    <message>
        <source>A run that takes longer is stopped. 0 = no limit.</source>
        <translation>Una ejecución que tarda más se detiene. 0 = sin límite.</translation>
    </message>
    <message>
        <source>driver type</source>
        <translation>tipo de controlador</translation>
    </message>
    <message>
        <source>Driver Types</source>
        <translation>Tipos de controlador</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>controlador</translation>
    </message>
    <message>
        <source>Drivers</source>
        <translation>Controladores</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>secreto</translation>
    </message>
    <message>
        <source>subscription</source>
        <translation>suscripción</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Suscripciones</translation>
    </message>
    <message>
        <source>function</source>
        <translation>función</translation>
    </message>
    <message>
        <source>Functions</source>
        <translation>Funciones</translation>
    </message>
</context>
<context>
    <name>models::ResourceTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: ninguno</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
</context>
<context>
    <name>models::Rules</name>
    <message>
        <source>This is required.</source>
        <translation>Esto es obligatorio.</translation>
    </message>
    <message>
        <source>At most %1 characters; this has %2.</source>
        <translation>Como máximo %1 caracteres; aquí hay %2.</translation>
    </message>
    <message>
        <source>Only lower-case letters, digits and dashes, starting with a letter or digit, as in vcenter-lab.</source>
        <translation>Solo minúsculas, dígitos y guiones, empezando por una letra o un dígito, como en vcenter-lab.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes, and no dash at the start. No dots, no spaces.</source>
        <translation>Solo letras, dígitos, guiones bajos y guiones, sin guion al principio. Sin puntos ni espacios.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores and dashes.</source>
        <translation>Solo letras, dígitos, guiones bajos y guiones.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots. Wildcards such as * are not supported.</source>
        <translation>Solo letras, dígitos, guiones bajos, guiones y puntos. No se admiten comodines como *.</translation>
    </message>
    <message>
        <source>Only letters, digits, underscores, dashes and dots.</source>
        <translation>Solo letras, dígitos, guiones bajos, guiones y puntos.</translation>
    </message>
</context>
<context>
    <name>models::Run</name>
    <message>
        <source>read a run</source>
        <translation>leer una ejecución</translation>
    </message>
    <message>
        <source>an entry without an id</source>
        <translation>una entrada sin id</translation>
    </message>
    <message>
        <source>The server sent something that is no run.</source>
        <translation>El servidor envió algo que no es una ejecución.</translation>
    </message>
</context>
<context>
    <name>models::RunTableModel</name>
    <message>
        <source>%1: none</source>
        <translation>%1: ninguno</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Función</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>Tipo de evento</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>under 1 ms</source>
        <translation>menos de 1 ms</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
</context>
<context>
    <name>models::Snippets</name>
    <message>
        <source>The shell cannot write a text file as a JSON string. Use Python, or send the file as binary.</source>
        <translation>La shell no puede escribir un archivo de texto como cadena JSON. Use Python o envíe el archivo como binario.</translation>
    </message>
    <message>
        <source>The command line has no option for extensions.</source>
        <translation>La línea de comandos no tiene opción para extensiones.</translation>
    </message>
    <message>
        <source>The command line always sends the time of sending.</source>
        <translation>La línea de comandos siempre envía la hora de envío.</translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on text.</source>
        <translation>La línea de comandos solo envía JSON; falla con texto.</translation>
    </message>
    <message>
        <source>The command line sends JSON only; it fails on files.</source>
        <translation>La línea de comandos solo envía JSON; falla con archivos.</translation>
    </message>
    <message>
        <source>The command line always says application/json with data, and nothing without.</source>
        <translation>La línea de comandos siempre dice application/json con datos, y nada sin ellos.</translation>
    </message>
    <message>
        <source>curl (bash)</source>
        <translation>curl (bash)</translation>
    </message>
    <message>
        <source>PowerShell</source>
        <translation>PowerShell</translation>
    </message>
    <message>
        <source>dispatch emit</source>
        <translation>dispatch emit</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
</context>
<context>
    <name>models::Variables</name>
    <message>
        <source>This is written as %1.</source>
        <translation>Esto se escribe %1.</translation>
    </message>
    <message>
        <source>Two whole numbers are needed, the smaller one first, as in {{random 1 6}}.</source>
        <translation>Se necesitan dos números enteros, primero el menor, como en {{random 1 6}}.</translation>
    </message>
    <message>
        <source>The environment variable %1 is not set. Set it before the program starts.</source>
        <translation>La variable de entorno %1 no está definida. Defínala antes de iniciar el programa.</translation>
    </message>
    <message>
        <source>a new random UUID each time it stands somewhere</source>
        <translation>un UUID aleatorio nuevo en cada lugar donde aparece</translation>
    </message>
    <message>
        <source>the time of sending in UTC, as in 2018-09-12T10:11:12.345Z</source>
        <translation>la hora de envío en UTC, como en 2018-09-12T10:11:12.345Z</translation>
    </message>
    <message>
        <source>the number of the event, counted from 1 in a job</source>
        <translation>el número del evento, contado desde 1 en un trabajo</translation>
    </message>
    <message>
        <source>a whole number from A to B</source>
        <translation>un número entero de A a B</translation>
    </message>
    <message>
        <source>the environment variable NAME</source>
        <translation>la variable de entorno NAME</translation>
    </message>
    <message>
        <source>The braces that open here are not closed on this line by }}. Write {{{{ if you mean two braces.</source>
        <translation>Las llaves que se abren aquí no se cierran en esta línea con }}. Escriba {{{{ si quiere dos llaves.</translation>
    </message>
    <message>
        <source>There is no variable of this name. Write {{{{ if you mean two braces.</source>
        <translation>No hay ninguna variable con este nombre. Escriba {{{{ si quiere dos llaves.</translation>
    </message>
</context>
<context>
    <name>ui::AddonsModel</name>
    <message>
        <source>enabled</source>
        <translation>activado</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>desactivado</translation>
    </message>
    <message>
        <source>Add-on</source>
        <translation>Complemento</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
</context>
<context>
    <name>ui::AddonsView</name>
    <message>
        <source>Filter the add-ons</source>
        <translation>Filtrar los complementos</translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation>Complementos</translation>
    </message>
    <message>
        <source>&amp;Disable</source>
        <translation>&amp;Desactivar</translation>
    </message>
    <message>
        <source>&amp;Enable</source>
        <translation>&amp;Activar</translation>
    </message>
    <message>
        <source>The cluster must run to change add-ons.</source>
        <translation>El clúster debe estar en marcha para cambiar los complementos.</translation>
    </message>
</context>
<context>
    <name>ui::AttributesForm</name>
    <message>
        <source>Event &amp;type</source>
        <translation>&amp;Tipo de evento</translation>
    </message>
    <message>
        <source>S&amp;ource</source>
        <translation>&amp;Origen</translation>
    </message>
    <message>
        <source>who sends it, for example dispatch</source>
        <translation>quién lo envía, por ejemplo dispatch</translation>
    </message>
    <message>
        <source>&amp;Content type</source>
        <translation>Tipo de &amp;contenido</translation>
    </message>
    <message>
        <source>Event &amp;id</source>
        <translation>&amp;Id del evento</translation>
    </message>
    <message>
        <source>a fresh one for each send</source>
        <translation>uno nuevo en cada envío</translation>
    </message>
    <message>
        <source>Ti&amp;me</source>
        <translation>&amp;Hora</translation>
    </message>
    <message>
        <source>the time of sending</source>
        <translation>la hora de envío</translation>
    </message>
    <message>
        <source>Type &amp;version</source>
        <translation>&amp;Versión del tipo</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>Schema &amp;URL</source>
        <translation>&amp;URL del esquema</translation>
    </message>
    <message>
        <source>More attributes</source>
        <translation>Más atributos</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Datos</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>Extensiones</translation>
    </message>
    <message>
        <source>&amp;New id</source>
        <translation>Id &amp;nuevo</translation>
    </message>
    <message>
        <source>Write a fresh id here, to know it before the event is sent</source>
        <translation>Escribe aquí un id nuevo, para conocerlo antes de enviar el evento</translation>
    </message>
    <message>
        <source>by the kind of data</source>
        <translation>según el tipo de datos</translation>
    </message>
</context>
<context>
    <name>ui::CataloguePicker</name>
    <message>
        <source>Known drivers</source>
        <translation>Controladores conocidos</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>Otra cosa</translation>
    </message>
</context>
<context>
    <name>ui::CliImportDialog</name>
    <message>
        <source>Import from the command line</source>
        <translation>Importar desde la línea de comandos</translation>
    </message>
    <message>
        <source>Which contexts shall become connections? The file of the command line stays as it is.</source>
        <translation>¿Qué contextos deben convertirse en conexiones? El archivo de la línea de comandos se queda como está.</translation>
    </message>
    <message>
        <source>Contexts of the command line</source>
        <translation>Contextos de la línea de comandos</translation>
    </message>
    <message>
        <source>Take &amp;cookies and keys along into the keychain</source>
        <translation>&amp;Llevar también las cookies y claves al llavero</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importar</translation>
    </message>
    <message>
        <source>no sign-in</source>
        <translation>sin inicio de sesión</translation>
    </message>
    <message>
        <source>cookie</source>
        <translation>cookie</translation>
    </message>
    <message>
        <source>token</source>
        <translation>token</translation>
    </message>
    <message>
        <source>service account</source>
        <translation>cuenta de servicio</translation>
    </message>
    <message>
        <source>%1 – %2 · org %3 · %4</source>
        <translation>%1 – %2 · org. %3 · %4</translation>
    </message>
    <message>
        <source>%1 (current)</source>
        <translation>%1 (actual)</translation>
    </message>
</context>
<context>
    <name>ui::ClusterDeeds</name>
    <message>
        <source>Save the logs of %1</source>
        <translation>Guardar los registros de %1</translation>
    </message>
    <message>
        <source>Reading the logs of %1…</source>
        <translation>Leyendo los registros de %1…</translation>
    </message>
    <message>
        <source>Saved %1 to %2; secrets are masked.</source>
        <translation>%1 se guardó en %2; los secretos están enmascarados.</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>Copiado: %1.</translation>
    </message>
    <message>
        <source>Stop what is being done?</source>
        <translation>¿Detener lo que se está haciendo?</translation>
    </message>
    <message>
        <source>Something is being done to %1. When it is stopped half way, it stays half done; start the cluster again later, or delete it.</source>
        <translation>Hay una operación en curso en %1. Si se detiene a mitad de camino, queda a medias; inicie el clúster de nuevo más tarde o elimínelo.</translation>
    </message>
    <message>
        <source>&amp;Stop it</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>&amp;Let it finish</source>
        <translation>De&amp;jar que termine</translation>
    </message>
    <message>
        <source>Start it here?</source>
        <translation>¿Iniciarlo aquí?</translation>
    </message>
    <message>
        <source>By the files of minikube, %1 is being started outside of this console. If that was given up, start it here. If it goes on, two starts would be in each other&apos;s way.</source>
        <translation>Según los archivos de minikube, %1 se está iniciando fuera de esta consola. Si aquello se abandonó, inícielo aquí. Si continúa, los dos inicios se estorbarían.</translation>
    </message>
    <message>
        <source>&amp;Start it here</source>
        <translation>&amp;Iniciarlo aquí</translation>
    </message>
    <message>
        <source>&amp;Wait</source>
        <translation>&amp;Esperar</translation>
    </message>
</context>
<context>
    <name>ui::ClusterDesk</name>
    <message>
        <source>&amp;Back to the start</source>
        <translation>&amp;Volver al inicio</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Clúster</translation>
    </message>
    <message>
        <source>The Dispatch in the cluster %1.</source>
        <translation>El Dispatch del clúster %1.</translation>
    </message>
    <message>
        <source>Still under way: %1. It can run on without this window; the next start of the console picks it up.</source>
        <translation>Aún en curso: %1. Puede seguir sin esta ventana; el próximo inicio de la consola lo retoma.</translation>
    </message>
    <message>
        <source>&amp;Give up and quit</source>
        <translation>&amp;Abandonar y salir</translation>
    </message>
    <message>
        <source>&amp;Stay</source>
        <translation>&amp;Quedarse</translation>
    </message>
    <message>
        <source>Still under way from before: %1. It is on the page Cluster.</source>
        <translation>Aún en curso desde antes: %1. Está en la página Clúster.</translation>
    </message>
    <message>
        <source>The Dispatch that was just installed. Its certificate is self-made: connect, compare the fingerprint, and pin it.</source>
        <translation>El Dispatch que se acaba de instalar. Su certificado lo creó el instalador: conéctese, compare la huella digital y fíjelo.</translation>
    </message>
    <message>
        <source>Dispatch is being installed. Closing the window ends that half done; it can be run again later.</source>
        <translation>Dispatch se está instalando. Si cierra la ventana, la instalación termina a medias; se puede ejecutar de nuevo más tarde.</translation>
    </message>
    <message>
        <source>Still at work</source>
        <translation>Aún trabajando</translation>
    </message>
    <message>
        <source>&amp;Keep minikube running</source>
        <translation>De&amp;jar minikube en marcha</translation>
    </message>
    <message>
        <source>Tidying up; the window closes by itself.</source>
        <translation>Ordenando; la ventana se cierra sola.</translation>
    </message>
</context>
<context>
    <name>ui::ClusterPage</name>
    <message>
        <source>&amp;Create…</source>
        <translation>&amp;Crear…</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Iniciar</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>De&amp;tener</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausar</translation>
    </message>
    <message>
        <source>&amp;Unpause</source>
        <translation>Rean&amp;udar</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Eliminar…</translation>
    </message>
    <message>
        <source>&amp;Repair context</source>
        <translation>&amp;Reparar contexto</translation>
    </message>
    <message>
        <source>Save &amp;logs…</source>
        <translation>Guardar re&amp;gistros…</translation>
    </message>
    <message>
        <source>Copy &amp;IP</source>
        <translation>C&amp;opiar IP</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>What runs</source>
        <translation>Qué funciona</translation>
    </message>
    <message>
        <source>Add-ons</source>
        <translation>Complementos</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Servicios</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Comandos</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Herramientas</translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation>Acerca del clúster</translation>
    </message>
    <message>
        <source>Profiles of minikube</source>
        <translation>Perfiles de minikube</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>a las %1</translation>
    </message>
    <message>
        <source>find minikube</source>
        <translation>encontrar minikube</translation>
    </message>
    <message>
        <source>Show the &amp;tools</source>
        <translation>Mostrar &amp;herramientas</translation>
    </message>
    <message>
        <source>%1, in %2.</source>
        <translation>%1, en %2.</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>Dispatch</translation>
    </message>
    <message>
        <source>&amp;Show it</source>
        <translation>&amp;Mostrar</translation>
    </message>
    <message>
        <source>Point kubeconfig to the cluster again. That makes it the current context, too.</source>
        <translation>Hace que kubeconfig apunte de nuevo al clúster. También pasa a ser el contexto actual.</translation>
    </message>
</context>
<context>
    <name>ui::CommandsModel</name>
    <message>
        <source>running</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>con fallo</translation>
    </message>
    <message>
        <source>exit %1</source>
        <translation>salida %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Comando</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>abandonado</translation>
    </message>
</context>
<context>
    <name>ui::CommandsView</name>
    <message>
        <source>Commands</source>
        <translation>Comandos</translation>
    </message>
    <message>
        <source>What the command printed</source>
        <translation>Lo que mostró el comando</translation>
    </message>
    <message>
        <source>Copy the comman&amp;d</source>
        <translation>Copiar el coman&amp;do</translation>
    </message>
    <message>
        <source>Copy the o&amp;utput</source>
        <translation>Copiar la &amp;salida</translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation>&amp;Vaciar</translation>
    </message>
    <message>
        <source>Choose a command to see what it printed. Secrets are masked.</source>
        <translation>Elija un comando para ver lo que mostró. Los secretos están enmascarados.</translation>
    </message>
    <message>
        <source>Also what the console as&amp;ks by itself</source>
        <translation>También lo que la consola pregunta por sí &amp;misma</translation>
    </message>
</context>
<context>
    <name>ui::ComplaintList</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… y %n más</numerusform>
            <numerusform>… y %n más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>⚠ %n problems in what was read. What they are about is not imported.</source>
        <translation>
            <numerusform>⚠ %n problema en lo leído. Aquello a lo que se refiere no se importa.</numerusform>
            <numerusform>⚠ %n problemas en lo leído. Aquello a lo que se refieren no se importa.</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems in what was read</source>
        <translation>Problemas en lo leído</translation>
    </message>
</context>
<context>
    <name>ui::ComposerForm</name>
    <message>
        <source>The data is being checked.</source>
        <translation>Se están comprobando los datos.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::ConflictPanel</name>
    <message>
        <source>(hidden values)</source>
        <translation>(valores ocultos)</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(vacío)</translation>
    </message>
    <message>
        <source>The server&apos;s copy was changed while this form was open. Nothing was saved yet.</source>
        <translation>La copia del servidor cambió mientras este formulario estaba abierto. Aún no se ha guardado nada.</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Campo</translation>
    </message>
    <message>
        <source>On the server now</source>
        <translation>Ahora en el servidor</translation>
    </message>
    <message>
        <source>In this form</source>
        <translation>En este formulario</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Qué difiere</translation>
    </message>
    <message>
        <source>Save &amp;mine over it</source>
        <translation>Guardar lo &amp;mío encima</translation>
    </message>
    <message>
        <source>Take the &amp;server&apos;s</source>
        <translation>Tomar lo del &amp;servidor</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionBand</name>
    <message>
        <source>red</source>
        <translation>rojo</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>naranja</translation>
    </message>
    <message>
        <source>green</source>
        <translation>verde</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>azul</translation>
    </message>
    <message>
        <source>violet</source>
        <translation>violeta</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>protected</source>
        <translation>protegida</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>solo lectura</translation>
    </message>
    <message>
        <source>insecure: the certificate is not checked, anybody may be in between</source>
        <translation>insegura: el certificado no se comprueba, puede haber cualquiera en medio</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>Conexión %1</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionDesk</name>
    <message>
        <source>&amp;Manage connections…</source>
        <translation>&amp;Gestionar conexiones…</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1 (copia)</translation>
    </message>
    <message>
        <source>The secret is not copied: enter it again.</source>
        <translation>El secreto no se copia: introdúzcalo de nuevo.</translation>
    </message>
    <message>
        <source>Delete the connection?</source>
        <translation>¿Eliminar la conexión?</translation>
    </message>
    <message>
        <source>Delete the connection “%1” to %2 and forget its secrets? The server keeps what is on it.</source>
        <translation>¿Eliminar la conexión «%1» con %2 y olvidar sus secretos? El servidor conserva lo que contiene.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Eliminar</translation>
    </message>
    <message>
        <source>Export connections without secrets</source>
        <translation>Exportar conexiones sin secretos</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>Escrito en %1.</translation>
    </message>
    <message>
        <source>&amp;Test this connection…</source>
        <translation>&amp;Probar esta conexión…</translation>
    </message>
    <message>
        <source>New &amp;service account…</source>
        <translation>&amp;Cuenta de servicio nueva…</translation>
    </message>
    <message>
        <source>Made the service account %1. The connection “%2” signs in with it.</source>
        <translation>Se creó la cuenta de servicio %1. La conexión «%2» inicia sesión con ella.</translation>
    </message>
    <message numerus="yes">
        <source>Imported %n connections.</source>
        <translation>
            <numerusform>Se importó %n conexión.</numerusform>
            <numerusform>Se importaron %n conexiones.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ConnectionTestDialog</name>
    <message>
        <source>Test the connection</source>
        <translation>Probar la conexión</translation>
    </message>
    <message>
        <source>The way to %1:</source>
        <translation>El camino hasta %1:</translation>
    </message>
    <message>
        <source>Steps of the test</source>
        <translation>Pasos de la prueba</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Veredicto</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Hallazgo</translation>
    </message>
    <message>
        <source>C&amp;opy</source>
        <translation>C&amp;opiar</translation>
    </message>
    <message>
        <source>Copies the findings, without secrets</source>
        <translation>Copia los hallazgos, sin secretos</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Cerrar</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
</context>
<context>
    <name>ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation>Conexiones</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Conectar</translation>
    </message>
    <message>
        <source>&amp;New…</source>
        <translation>&amp;Nueva…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Editar…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>D&amp;uplicar…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>E&amp;liminar…</translation>
    </message>
    <message>
        <source>E&amp;xport without secrets…</source>
        <translation>E&amp;xportar sin secretos…</translation>
    </message>
    <message>
        <source>%1 – %2 · org %3</source>
        <translation>%1 – %2 · org. %3</translation>
    </message>
    <message>
        <source>&amp;From the command line…</source>
        <translation>&amp;Desde la línea de comandos…</translation>
    </message>
</context>
<context>
    <name>ui::CreateDialog</name>
    <message>
        <source>Create a cluster</source>
        <translation>Crear un clúster</translation>
    </message>
    <message>
        <source>&amp;Profile</source>
        <translation>&amp;Perfil</translation>
    </message>
    <message>
        <source>&amp;Driver</source>
        <translation>C&amp;ontrolador</translation>
    </message>
    <message>
        <source>&amp;Kubernetes</source>
        <translation>&amp;Kubernetes</translation>
    </message>
    <message>
        <source>CP&amp;Us</source>
        <translation>CP&amp;U</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>&amp;Memoria</translation>
    </message>
    <message>
        <source>D&amp;isk</source>
        <translation>&amp;Disco</translation>
    </message>
    <message>
        <source>N&amp;odes</source>
        <translation>&amp;Nodos</translation>
    </message>
    <message>
        <source>&amp;Runtime</source>
        <translation>&amp;Entorno</translation>
    </message>
    <message>
        <source>&amp;Add-ons</source>
        <translation>Complemento&amp;s</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>the one minikube comes with</source>
        <translation>la que trae minikube</translation>
    </message>
    <message>
        <source>&amp;Suit it to Dispatch</source>
        <translation>A&amp;daptarlo a Dispatch</translation>
    </message>
    <message>
        <source>Kubernetes 1.15.12, which the archived charts of Dispatch need, with enough of all.</source>
        <translation>Kubernetes 1.15.12, que necesitan los charts archivados de Dispatch, con suficiente de todo.</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>&amp;Crear</translation>
    </message>
    <message>
        <source>Cance&amp;l</source>
        <translation>Cance&amp;lar</translation>
    </message>
    <message>
        <source>%1 is not found on this machine. To get it: %2.</source>
        <translation>%1 no se encuentra en este equipo. Para obtenerlo: %2.</translation>
    </message>
    <message>
        <source>kubeconfig has a context of this name already; minikube will overwrite it.</source>
        <translation>kubeconfig ya tiene un contexto con este nombre; minikube lo sobrescribirá.</translation>
    </message>
    <message>
        <source>This machine has %1 processors, %2 of memory and %3 of free disk.</source>
        <translation>Este equipo tiene %1 procesadores, %2 de memoria y %3 de disco libre.</translation>
    </message>
    <message>
        <source>Looking at what this machine has…</source>
        <translation>Mirando lo que tiene este equipo…</translation>
    </message>
</context>
<context>
    <name>ui::CredentialsBox</name>
    <message>
        <source>Where the credentials come from</source>
        <translation>De dónde vienen las credenciales</translation>
    </message>
    <message>
        <source>Name of the new secret</source>
        <translation>Nombre del secreto nuevo</translation>
    </message>
    <message>
        <source>Secret name</source>
        <translation>Nombre del secreto</translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>Show values</source>
        <translation>Mostrar valores</translation>
    </message>
    <message>
        <source>No secret for them yet</source>
        <translation>Aún sin secreto para ellas</translation>
    </message>
    <message>
        <source>Secret %1 (%2)</source>
        <translation>Secreto %1 (%2)</translation>
    </message>
    <message>
        <source>A new secret with these values</source>
        <translation>Un secreto nuevo con estos valores</translation>
    </message>
    <message>
        <source>Name of the secret: %1</source>
        <translation>Nombre del secreto: %1</translation>
    </message>
    <message>
        <source>There is a secret &quot;%1&quot; already. Choose it, or take another name.</source>
        <translation>Ya hay un secreto «%1». Elíjalo o use otro nombre.</translation>
    </message>
    <message>
        <source>The new secret has no values yet.</source>
        <translation>El secreto nuevo aún no tiene valores.</translation>
    </message>
    <message>
        <source> + </source>
        <translation> + </translation>
    </message>
    <message>
        <source>Needed: %1.</source>
        <translation>Se necesita: %1.</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>, o </translation>
    </message>
    <message>
        <source>Settings can be read by everybody who may list drivers; these belong into a secret.</source>
        <translation>Los ajustes los puede leer cualquiera que pueda listar controladores; estos deben ir en un secreto.</translation>
    </message>
</context>
<context>
    <name>ui::DataPane</name>
    <message>
        <source>Data as</source>
        <translation>Datos como</translation>
    </message>
    <message>
        <source>&amp;JSON</source>
        <translation>&amp;JSON</translation>
    </message>
    <message>
        <source>Te&amp;xt</source>
        <translation>Te&amp;xto</translation>
    </message>
    <message>
        <source>Fi&amp;le</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Dar formato</translation>
    </message>
    <message>
        <source>One value a line; undo takes it back</source>
        <translation>Un valor por línea; se puede deshacer</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Compactar</translation>
    </message>
    <message>
        <source>Everything on one line; undo takes it back</source>
        <translation>Todo en una línea; se puede deshacer</translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation>&amp;Ir a</translation>
    </message>
    <message>
        <source>Put the cursor where it is</source>
        <translation>Poner el cursor donde está</translation>
    </message>
    <message>
        <source>Data as %1</source>
        <translation>Datos como %1</translation>
    </message>
    <message>
        <source>Data, JSON</source>
        <translation>Datos, JSON</translation>
    </message>
    <message>
        <source>The pasted JSON was one very long line and was put on several lines. Its values are the same.</source>
        <translation>El JSON pegado era una línea muy larga y se repartió en varias. Sus valores son los mismos.</translation>
    </message>
    <message>
        <source>Data, text</source>
        <translation>Datos, texto</translation>
    </message>
    <message>
        <source>Sent as it stands here, as a JSON string</source>
        <translation>Se envía tal como está aquí, como cadena JSON</translation>
    </message>
    <message numerus="yes">
        <source> (and %n more)</source>
        <translation>
            <numerusform> (y %n más)</numerusform>
            <numerusform> (y %n más)</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Comprobando…</translation>
    </message>
    <message numerus="yes">
        <source>An event carries one file: the first of %n was taken.</source>
        <translation>
            <numerusform>Un evento lleva un solo archivo: se tomó el primero de %n.</numerusform>
            <numerusform>Un evento lleva un solo archivo: se tomó el primero de %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>The text is too long for the editor and is being kept as a file…</source>
        <translation>El texto es demasiado largo para el editor y se está guardando como archivo…</translation>
    </message>
    <message>
        <source>The text was too long for the editor and was kept as this file. It arrives as one string. What was typed before is still there.</source>
        <translation>El texto era demasiado largo para el editor y se guardó como este archivo. Llega como una sola cadena. Lo que se escribió antes sigue ahí.</translation>
    </message>
</context>
<context>
    <name>ui::DeleteCluster</name>
    <message numerus="yes">
        <source>its %n machines or containers (%1)</source>
        <translation>
            <numerusform>su máquina o contenedor (%n) (%1)</numerusform>
            <numerusform>sus %n máquinas o contenedores (%1)</numerusform>
        </translation>
    </message>
    <message>
        <source>its disk, with every image and volume on it</source>
        <translation>su disco, con todas las imágenes y volúmenes que contiene</translation>
    </message>
    <message>
        <source>everything that runs in it; a Dispatch too, with its event drivers, secrets, subscriptions and functions</source>
        <translation>todo lo que funciona en él; también un Dispatch, con sus controladores de eventos, secretos, suscripciones y funciones</translation>
    </message>
    <message>
        <source>its context in kubeconfig</source>
        <translation>su contexto en kubeconfig</translation>
    </message>
    <message>
        <source>Delete a cluster</source>
        <translation>Eliminar un clúster</translation>
    </message>
    <message>
        <source>Delete the cluster %1? This goes with it:</source>
        <translation>¿Eliminar el clúster %1? Con él desaparece:</translation>
    </message>
    <message>
        <source>It cannot be undone.</source>
        <translation>No se puede deshacer.</translation>
    </message>
    <message>
        <source>It was not &amp;made by this console; delete it all the same</source>
        <translation>No lo creó esta &amp;consola; eliminarlo de todos modos</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Eliminar</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>C&amp;ancelar</translation>
    </message>
</context>
<context>
    <name>ui::DeleteDialog</name>
    <message>
        <source>Delete %1</source>
        <translation>Eliminar %1</translation>
    </message>
    <message>
        <source>What goes, and what uses it</source>
        <translation>Lo que se elimina y lo que lo usa</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Eliminar</translation>
    </message>
    <message>
        <source>Delete the %1 &quot;%2&quot;?</source>
        <translation>¿Eliminar %1 «%2»?</translation>
    </message>
    <message numerus="yes">
        <source>Delete these %n resources (%1)?</source>
        <translation>
            <numerusform>¿Eliminar este %n recurso (%1)?</numerusform>
            <numerusform>¿Eliminar estos %n recursos (%1)?</numerusform>
        </translation>
    </message>
    <message>
        <source>The runs of a function, with their output and logs, are deleted with it.</source>
        <translation>Las ejecuciones de una función, con su salida y sus registros, se eliminan con ella.</translation>
    </message>
    <message>
        <source>A driver that is still CREATING may leave its container running behind. Better wait for READY.</source>
        <translation>Un controlador que aún está en CREATING puede dejar atrás su contenedor en marcha. Es mejor esperar a READY.</translation>
    </message>
    <message numerus="yes">
        <source>%n of them are in use. What uses them stays, and fails.</source>
        <translation>
            <numerusform>%n de ellos está en uso. Lo que lo usa se queda y falla.</numerusform>
            <numerusform>%n de ellos están en uso. Lo que los usa se queda y falla.</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleting %1 of %2…</source>
        <translation>Eliminando %1 de %2…</translation>
    </message>
    <message>
        <source>%1 of %2 deleted, %3 failed.</source>
        <translation>%1 de %2 eliminados, %3 con fallo.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Cerrar</translation>
    </message>
    <message>
        <source>Stopping after this one…</source>
        <translation>Se detendrá después de este…</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>C&amp;ancelar</translation>
    </message>
    <message>
        <source>Undo can bring the values of a secret back only until this console is closed.</source>
        <translation>Deshacer solo puede recuperar los valores de un secreto hasta que se cierre esta consola.</translation>
    </message>
    <message numerus="yes">
        <source>Delete what &amp;uses them too, first (%n)</source>
        <translation>
            <numerusform>Eliminar antes también lo que los &amp;usa (%n)</numerusform>
            <numerusform>Eliminar antes también lo que los &amp;usa (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>From the top down. The first that does not go ends it.</source>
        <translation>De arriba abajo. El primero que no se pueda eliminar pone fin.</translation>
    </message>
</context>
<context>
    <name>ui::DeletionsModel</name>
    <message>
        <source>and %1 more</source>
        <translation>y %1 más</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>deleting…</source>
        <translation>eliminando…</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>eliminado</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Usado por</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>ui::DetailsPane</name>
    <message>
        <source>Overview</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>Usos</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Ejecuciones</translation>
    </message>
    <message>
        <source>Details of the selection</source>
        <translation>Detalles de la selección</translation>
    </message>
    <message>
        <source>What it uses and what uses it</source>
        <translation>Lo que usa y lo que lo usa</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n seleccionado</numerusform>
            <numerusform>%n seleccionados</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a row to see its details.</source>
        <translation>Seleccione una fila para ver sus detalles.</translation>
    </message>
</context>
<context>
    <name>ui::DifferenceModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Miembro</translation>
    </message>
</context>
<context>
    <name>ui::DispatchView</name>
    <message>
        <source>&amp;1 Check</source>
        <translation>&amp;1 Comprobación</translation>
    </message>
    <message>
        <source>&amp;2 Settings</source>
        <translation>&amp;2 Ajustes</translation>
    </message>
    <message>
        <source>Dispatch on this cluster</source>
        <translation>Dispatch en este clúster</translation>
    </message>
    <message>
        <source>&amp;Uninstall…</source>
        <translation>&amp;Desinstalar…</translation>
    </message>
    <message>
        <source>&amp;Dry run</source>
        <translation>&amp;Simulación</translation>
    </message>
    <message>
        <source>Asks the cluster and changes nothing. It only works where Dispatch is installed already: it asks for what it would have installed.</source>
        <translation>Pregunta al clúster y no cambia nada. Solo funciona donde Dispatch ya está instalado: pregunta por lo que habría instalado.</translation>
    </message>
    <message>
        <source>&amp;Install</source>
        <translation>&amp;Instalar</translation>
    </message>
    <message>
        <source>Only the original installer is run from here.</source>
        <translation>Desde aquí solo se ejecuta el instalador original.</translation>
    </message>
    <message>
        <source>The cluster has to run first.</source>
        <translation>Antes, el clúster debe estar en marcha.</translation>
    </message>
    <message>
        <source>Install Dispatch in %1</source>
        <translation>Instalar Dispatch en %1</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Copiado: %1</translation>
    </message>
    <message>
        <source>These are settings of the cluster %1: select it first.</source>
        <translation>Estos son ajustes del clúster %1: selecciónelo primero.</translation>
    </message>
    <message>
        <source>Changed in the settings of the cluster %1.</source>
        <translation>Cambiado en los ajustes del clúster %1.</translation>
    </message>
</context>
<context>
    <name>ui::DriverOpinion</name>
    <message>
        <source>The cluster: not known</source>
        <translation>El clúster: no se conoce</translation>
    </message>
    <message>
        <source>The cluster agrees</source>
        <translation>El clúster está de acuerdo</translation>
    </message>
    <message>
        <source>The cluster disagrees</source>
        <translation>El clúster no está de acuerdo</translation>
    </message>
    <message>
        <source>What the cluster says about the driver</source>
        <translation>Lo que dice el clúster sobre el controlador</translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation>Preguntando al clúster…</translation>
    </message>
</context>
<context>
    <name>ui::DriverSettingsEditor</name>
    <message>
        <source>Other settings</source>
        <translation>Otros ajustes</translation>
    </message>
    <message>
        <source>More settings of this driver</source>
        <translation>Más ajustes de este controlador</translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation>Credenciales</translation>
    </message>
    <message>
        <source> + </source>
        <translation> + </translation>
    </message>
    <message>
        <source>%1 needs %2.</source>
        <translation>%1 necesita %2.</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>, o </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 does not know &quot;%2&quot; and may refuse to start.</source>
        <translation>%1 no conoce «%2» y puede negarse a iniciarse.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; can be read by everybody here; it belongs into a secret.</source>
        <translation>«%1» lo puede leer aquí cualquiera; debe ir en un secreto.</translation>
    </message>
</context>
<context>
    <name>ui::EmptyHint</name>
    <message>
        <source>A driver type names the image that brings events of one source, for example vCenter, AWS or a clock. Register one, then start drivers from it.</source>
        <translation>Un tipo de controlador nombra la imagen que trae los eventos de un origen, por ejemplo vCenter, AWS o un reloj. Registre uno e inicie luego controladores a partir de él.</translation>
    </message>
    <message>
        <source>A driver runs and turns what happens somewhere into events. Start one and watch it become READY.</source>
        <translation>Un controlador está en marcha y convierte en eventos lo que ocurre en algún lugar. Inicie uno y vea cómo llega a READY.</translation>
    </message>
    <message>
        <source>A secret keeps passwords and keys by name, so that drivers and functions can use them without showing them.</source>
        <translation>Un secreto guarda contraseñas y claves bajo un nombre, para que los controladores y las funciones puedan usarlas sin mostrarlas.</translation>
    </message>
    <message>
        <source>A subscription runs a function each time an event of one type arrives.</source>
        <translation>Una suscripción ejecuta una función cada vez que llega un evento de un tipo.</translation>
    </message>
    <message>
        <source>A function is your code. Subscriptions run it for events; you can run it by hand as well.</source>
        <translation>Una función es su código. Las suscripciones la ejecutan para los eventos; usted también puede ejecutarla a mano.</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Preguntando al servidor…</translation>
    </message>
    <message>
        <source>No %1 yet</source>
        <translation>Aún no hay %1</translation>
    </message>
    <message>
        <source>Nothing matches the filter</source>
        <translation>Nada coincide con el filtro</translation>
    </message>
    <message>
        <source>The list could not be read</source>
        <translation>No se pudo leer la lista</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Borrar el filtro</translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation>Crear %1…</translation>
    </message>
    <message>
        <source>Not on this server</source>
        <translation>No está en este servidor</translation>
    </message>
    <message>
        <source>This Dispatch server does not offer %1. Nothing is wrong with it.</source>
        <translation>Este servidor de Dispatch no ofrece %1. No le pasa nada malo.</translation>
    </message>
</context>
<context>
    <name>ui::EventSender</name>
    <message>
        <source>send event %1</source>
        <translation>enviar el evento %1</translation>
    </message>
    <message>
        <source>nothing: it was given up</source>
        <translation>nada: se abandonó</translation>
    </message>
    <message>
        <source>All of the event was on its way: the server may have taken it.</source>
        <translation>El evento entero ya estaba en camino: puede que el servidor lo haya aceptado.</translation>
    </message>
    <message>
        <source>It was cancelled before all of it was sent: the server did not take it.</source>
        <translation>Se canceló antes de enviarlo entero: el servidor no lo aceptó.</translation>
    </message>
    <message>
        <source>Look at the runs before you send it again.</source>
        <translation>Mire las ejecuciones antes de volver a enviarlo.</translation>
    </message>
    <message>
        <source>The draft is still here: send it when you like.</source>
        <translation>El borrador sigue aquí: envíelo cuando quiera.</translation>
    </message>
</context>
<context>
    <name>ui::EventTypeEditor</name>
    <message>
        <source>&quot;%1&quot; has this event type too. On Dispatch Solo each event reaches only one of the two.</source>
        <translation>«%1» también tiene este tipo de evento. En Dispatch Solo cada evento llega solo a una de las dos.</translation>
    </message>
</context>
<context>
    <name>ui::EventsPage</name>
    <message>
        <source>All runs</source>
        <translation>Todas las ejecuciones</translation>
    </message>
    <message>
        <source>About the event</source>
        <translation>Acerca del evento</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Petición</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Traza</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>&amp;Look at the file again</source>
        <translation>&amp;Volver a examinar el archivo</translation>
    </message>
    <message>
        <source>This sends the event.</source>
        <translation>Esto envía el evento.</translation>
    </message>
    <message>
        <source>This sends the event once more.</source>
        <translation>Esto envía el evento otra vez.</translation>
    </message>
</context>
<context>
    <name>ui::EventsPane</name>
    <message>
        <source>Filter the events</source>
        <translation>Filtrar los eventos</translation>
    </message>
    <message>
        <source>Only of the &amp;selected pod</source>
        <translation>Solo del pod &amp;seleccionado</translation>
    </message>
    <message>
        <source>Events of the cluster</source>
        <translation>Eventos del clúster</translation>
    </message>
    <message>
        <source>No event is like that.</source>
        <translation>Ningún evento es así.</translation>
    </message>
    <message>
        <source>The cluster keeps its events for about an hour. There is none.</source>
        <translation>El clúster guarda sus eventos durante una hora aproximadamente. No hay ninguno.</translation>
    </message>
</context>
<context>
    <name>ui::ExportDialog</name>
    <message>
        <source>Export as YAML</source>
        <translation>Exportar como YAML</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Cómo</translation>
    </message>
    <message numerus="yes">
        <source>The &amp;selection (%n, %1)</source>
        <translation>
            <numerusform>La &amp;selección (%n, %1)</numerusform>
            <numerusform>La &amp;selección (%n, %1)</numerusform>
        </translation>
    </message>
    <message>
        <source>All of this &amp;tab (%1)</source>
        <translation>Todo lo de esta &amp;pestaña (%1)</translation>
    </message>
    <message>
        <source>&amp;Everything</source>
        <translation>&amp;Todo</translation>
    </message>
    <message>
        <source>&amp;One file</source>
        <translation>&amp;Un archivo</translation>
    </message>
    <message>
        <source>A file for e&amp;ach resource, in a folder</source>
        <translation>Un archivo por &amp;cada recurso, en una carpeta</translation>
    </message>
    <message>
        <source>Sa&amp;fe for the original command line (no --- inside values)</source>
        <translation>Apto para la &amp;línea de comandos original (sin --- dentro de los valores)</translation>
    </message>
    <message>
        <source>With the &amp;values of secrets</source>
        <translation>Con los &amp;valores de los secretos</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Guardar…</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Preguntando al servidor…</translation>
    </message>
    <message>
        <source>The values stand in the file as they are. Only you can read it (mode 0600): keep it so, and do not put it under version control.</source>
        <translation>Los valores están en el archivo tal cual. Solo usted puede leerlo (modo 0600): manténgalo así y no lo ponga bajo control de versiones.</translation>
    </message>
    <message>
        <source>Secrets are exported with their names only. Functions are exported without their source, which no server gives back.</source>
        <translation>Los secretos se exportan solo con sus nombres. Las funciones se exportan sin su código fuente, que ningún servidor devuelve.</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportar a</translation>
    </message>
    <message>
        <source>YAML (*.yaml *.yml)</source>
        <translation>YAML (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
</context>
<context>
    <name>ui::ExtensionsGrid</name>
    <message>
        <source>name</source>
        <translation>nombre</translation>
    </message>
    <message>
        <source>JSON value, for example &quot;text&quot; or 1</source>
        <translation>valor JSON, por ejemplo &quot;texto&quot; o 1</translation>
    </message>
    <message>
        <source>Remove this extension</source>
        <translation>Quitar esta extensión</translation>
    </message>
    <message>
        <source>Name of extension %1</source>
        <translation>Nombre de la extensión %1</translation>
    </message>
    <message>
        <source>Value of extension %1, JSON</source>
        <translation>Valor de la extensión %1, JSON</translation>
    </message>
    <message>
        <source>Remove extension %1</source>
        <translation>Quitar la extensión %1</translation>
    </message>
</context>
<context>
    <name>ui::FailureCard</name>
    <message>
        <source>Failure</source>
        <translation>Fallo</translation>
    </message>
    <message>
        <source>What minikube printed</source>
        <translation>Lo que mostró minikube</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation>Qué hacer al respecto</translation>
    </message>
    <message>
        <source>Could not %1: %2</source>
        <translation>No se pudo %1: %2</translation>
    </message>
    <message>
        <source>%1 · exit code %2</source>
        <translation>%1 · código de salida %2</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Change the settings…</source>
        <translation>Cambiar los ajustes…</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>Eliminar…</translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation>Reparar el contexto</translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>Iniciar</translation>
    </message>
    <message>
        <source>Show the tools</source>
        <translation>Mostrar herramientas</translation>
    </message>
    <message>
        <source>Show what it printed</source>
        <translation>Mostrar la salida</translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation>Guardar los registros…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
</context>
<context>
    <name>ui::FilePane</name>
    <message>
        <source>About the file</source>
        <translation>Acerca del archivo</translation>
    </message>
    <message>
        <source>Send as &amp;binary (base64), also when it is text</source>
        <translation>Enviar como &amp;binario (base64), también si es texto</translation>
    </message>
    <message>
        <source>Path of the file</source>
        <translation>Ruta del archivo</translation>
    </message>
    <message>
        <source>Drop a file here, choose one, or type its path and press Enter</source>
        <translation>Suelte aquí un archivo, elija uno o escriba su ruta y pulse Intro</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>E&amp;legir…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Recientes</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>Archivos recientes</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>Leyendo el archivo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel reading the file</source>
        <translation>Cancelar la lectura del archivo</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>Volver a e&amp;xaminar</translation>
    </message>
    <message>
        <source>Picture in the file</source>
        <translation>Imagen del archivo</translation>
    </message>
    <message>
        <source>Beginning of the file</source>
        <translation>Comienzo del archivo</translation>
    </message>
    <message>
        <source>Choose the file to send</source>
        <translation>Elegir el archivo que enviar</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>Aún no hay archivos</translation>
    </message>
    <message>
        <source>&amp;Forget them</source>
        <translation>&amp;Olvidarlos</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Leyendo…</translation>
    </message>
    <message>
        <source>Reading was cancelled. The event can be sent when the file was read.</source>
        <translation>Se canceló la lectura. El evento se puede enviar cuando se haya leído el archivo.</translation>
    </message>
    <message>
        <source>The file is empty: the event goes without data.</source>
        <translation>El archivo está vacío: el evento va sin datos.</translation>
    </message>
    <message>
        <source>goes as a JSON string</source>
        <translation>va como cadena JSON</translation>
    </message>
    <message>
        <source>goes as base64 in a JSON string</source>
        <translation>va como base64 en una cadena JSON</translation>
    </message>
    <message>
        <source>text</source>
        <translation>texto</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>binario</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 bytes</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 (%2, %3)
%4, modified %5
SHA-256 %6</source>
        <translation>%1 (%2, %3)
%4, modificado %5
SHA-256 %6</translation>
    </message>
</context>
<context>
    <name>ui::ForwardDialog</name>
    <message>
        <source>Forward a port</source>
        <translation>Reenviar un puerto</translation>
    </message>
    <message>
        <source>Reach a port of %1 from this machine.</source>
        <translation>Llegar a un puerto de %1 desde este equipo.</translation>
    </message>
    <message>
        <source>&amp;Port of the pod</source>
        <translation>&amp;Puerto del pod</translation>
    </message>
    <message>
        <source>Port of the pod</source>
        <translation>Puerto del pod</translation>
    </message>
    <message>
        <source>Port &amp;here</source>
        <translation>Puerto a&amp;quí</translation>
    </message>
    <message>
        <source>Port on this machine</source>
        <translation>Puerto en este equipo</translation>
    </message>
    <message>
        <source>any free one</source>
        <translation>cualquiera libre</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>&amp;Reenviar</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancelar</translation>
    </message>
    <message>
        <source>A port is a number from 1 to %1.</source>
        <translation>Un puerto es un número de 1 a %1.</translation>
    </message>
    <message>
        <source>Ports below %1 are for the system: this may be refused.</source>
        <translation>Los puertos por debajo de %1 son del sistema: esto puede rechazarse.</translation>
    </message>
    <message>
        <source>Only programs on this machine reach it. It ends with the console.</source>
        <translation>Solo llegan a él los programas de este equipo. Termina con la consola.</translation>
    </message>
</context>
<context>
    <name>ui::ForwardModel</name>
    <message>
        <source>starting</source>
        <translation>iniciando</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>listo</translation>
    </message>
    <message>
        <source>lost, trying again</source>
        <translation>perdido, reintentando</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>deteniendo</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>detenido</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>con fallo</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Cluster / namespace / pod</source>
        <translation>Clúster / espacio de nombres / pod</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Puerto</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Aquí</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
</context>
<context>
    <name>ui::ForwardsView</name>
    <message>
        <source>Copied %1.</source>
        <translation>Copiado: %1.</translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation>Puertos reenviados</translation>
    </message>
    <message>
        <source>Open in the &amp;browser</source>
        <translation>Abrir en el &amp;navegador</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>&amp;Copiar la dirección</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Quitar</translation>
    </message>
    <message>
        <source>Select a pod and choose “Forward a port…”: it can then be reached from this machine only.</source>
        <translation>Seleccione un pod y elija «Reenviar un puerto…»: entonces se puede llegar a él solo desde este equipo.</translation>
    </message>
</context>
<context>
    <name>ui::HelpBoxes</name>
    <message>
        <source>New</source>
        <translation>Nuevo</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Ctrl+N</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Ctrl+D</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Supr</translation>
    </message>
    <message>
        <source>Copy as YAML</source>
        <translation>Copiar como YAML</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Ctrl+C</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>About Dispatch Console</source>
        <translation>Acerca de Dispatch Console</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;Administration of VMware Dispatch event systems.&lt;/p&gt;&lt;p&gt;GPL 3.0 or later. No account, no telemetry.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Dispatch Console %1&lt;/h3&gt;&lt;p&gt;Administración de sistemas de eventos de VMware Dispatch.&lt;/p&gt;&lt;p&gt;GPL 3.0 o posterior. Sin cuenta ni telemetría.&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>ui::HistoryModel</name>
    <message>
        <source>no answer yet</source>
        <translation>aún sin respuesta</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>en cola</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>con éxito</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>con fallo</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>ninguna ejecución</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1: ninguno</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviado</translation>
    </message>
    <message>
        <source>Event Type</source>
        <translation>Tipo de evento</translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation>Id del evento</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Ejecuciones</translation>
    </message>
</context>
<context>
    <name>ui::HistoryView</name>
    <message>
        <source>Any time</source>
        <translation>Cualquier momento</translation>
    </message>
    <message>
        <source>The last hour</source>
        <translation>La última hora</translation>
    </message>
    <message>
        <source>The last day</source>
        <translation>El último día</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>Los últimos 7 días</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>Los últimos 30 días</translation>
    </message>
    <message>
        <source>History of sent events</source>
        <translation>Historial de eventos enviados</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>Buscar en el historial</translation>
    </message>
    <message>
        <source>Search: words of the data, type:… source:… id:…</source>
        <translation>Buscar: palabras de los datos, type:… source:… id:…</translation>
    </message>
    <message>
        <source>Sent when</source>
        <translation>Cuándo se envió</translation>
    </message>
    <message>
        <source>Sent events</source>
        <translation>Eventos enviados</translation>
    </message>
    <message>
        <source>&amp;Open in the composer</source>
        <translation>&amp;Abrir en el editor de eventos</translation>
    </message>
    <message>
        <source>Send &amp;again</source>
        <translation>Enviar de &amp;nuevo</translation>
    </message>
    <message>
        <source>Copy the &amp;id</source>
        <translation>Copiar el &amp;id</translation>
    </message>
    <message>
        <source>De&amp;lete…</source>
        <translation>E&amp;liminar…</translation>
    </message>
    <message>
        <source>Nothing that was sent is like that.</source>
        <translation>Nada de lo enviado es así.</translation>
    </message>
    <message>
        <source>What you send is kept here, with the answer and the runs it caused.</source>
        <translation>Lo que envía se guarda aquí, con la respuesta y las ejecuciones que causó.</translation>
    </message>
    <message>
        <source>Delete from the history</source>
        <translation>Eliminar del historial</translation>
    </message>
    <message>
        <source>Delete the event %1 from the history?</source>
        <translation>¿Eliminar el evento %1 del historial?</translation>
    </message>
    <message>
        <source>What it did on the server stays as it is.</source>
        <translation>Lo que hizo en el servidor se queda como está.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Eliminar</translation>
    </message>
</context>
<context>
    <name>ui::ImageEditor</name>
    <message>
        <source>The server has no image &quot;%1&quot;; it has %2.</source>
        <translation>El servidor no tiene la imagen «%1»; tiene %2.</translation>
    </message>
</context>
<context>
    <name>ui::ImportReport</name>
    <message>
        <source>◐ working…</source>
        <translation>◐ trabajando…</translation>
    </message>
    <message>
        <source>● done</source>
        <translation>● hecho</translation>
    </message>
    <message>
        <source>= was there already</source>
        <translation>= ya estaba</translation>
    </message>
    <message>
        <source>▲ failed</source>
        <translation>▲ con fallo</translation>
    </message>
    <message>
        <source>○ not tried</source>
        <translation>○ no se intentó</translation>
    </message>
    <message>
        <source>↶ rolled back</source>
        <translation>↶ revertido</translation>
    </message>
    <message>
        <source>▲ not rolled back</source>
        <translation>▲ no revertido</translation>
    </message>
</context>
<context>
    <name>ui::ImportWindow</name>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>&amp;Stop at the first failure</source>
        <translation>&amp;Detenerse en el primer fallo</translation>
    </message>
    <message>
        <source>&amp;Delete what the files do not name</source>
        <translation>&amp;Eliminar lo que los archivos no nombran</translation>
    </message>
    <message>
        <source>Of the kinds that occur in the files. What uses something goes before it.</source>
        <translation>De las clases que aparecen en los archivos. Lo que usa algo se elimina antes.</translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation>Progreso de la importación</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancelar</translation>
    </message>
    <message>
        <source>&amp;Roll back</source>
        <translation>&amp;Revertir</translation>
    </message>
    <message>
        <source>Save r&amp;eport…</source>
        <translation>&amp;Guardar informe…</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Leyendo…</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Preguntando al servidor…</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Comparando…</translation>
    </message>
    <message>
        <source>pasted text</source>
        <translation>texto pegado</translation>
    </message>
    <message numerus="yes">
        <source>A&amp;pply %n changes</source>
        <translation>
            <numerusform>A&amp;plicar %n cambio</numerusform>
            <numerusform>A&amp;plicar %n cambios</numerusform>
        </translation>
    </message>
    <message>
        <source>A&amp;pply</source>
        <translation>A&amp;plicar</translation>
    </message>
    <message>
        <source>Drop files here, or choose where the import comes from.</source>
        <translation>Suelte archivos aquí o elija de dónde viene la importación.</translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation>Nada que importar.</translation>
    </message>
    <message numerus="yes">
        <source>%n to create</source>
        <translation>
            <numerusform>%n por crear</numerusform>
            <numerusform>%n por crear</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to change</source>
        <translation>
            <numerusform>%n por cambiar</numerusform>
            <numerusform>%n por cambiar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to delete</source>
        <translation>
            <numerusform>%n por eliminar</numerusform>
            <numerusform>%n por eliminar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n the same</source>
        <translation>
            <numerusform>%n igual</numerusform>
            <numerusform>%n iguales</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n blocked</source>
        <translation>
            <numerusform>%n bloqueado</numerusform>
            <numerusform>%n bloqueados</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 de %2 hechos</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n con fallo</numerusform>
            <numerusform>%n con fallo</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not tried</source>
        <translation>
            <numerusform>%n sin intentar</numerusform>
            <numerusform>%n sin intentar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rolled back</source>
        <translation>
            <numerusform>%n revertido</numerusform>
            <numerusform>%n revertidos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be rolled back</source>
        <translation>
            <numerusform>%n no se pudo revertir</numerusform>
            <numerusform>%n no se pudieron revertir</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Guardar el informe</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>Guardado: %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n hecho</numerusform>
            <numerusform>%n hechos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n pendiente</numerusform>
            <numerusform>%n pendientes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of which nobody can tell</source>
        <translation>
            <numerusform>%n del que nadie sabe nada</numerusform>
            <numerusform>%n de los que nadie sabe nada</numerusform>
        </translation>
    </message>
    <message>
        <source>This import was interrupted: %1. Apply the rest, or roll back what was done.</source>
        <translation>Esta importación se interrumpió: %1. Aplique el resto o revierta lo hecho.</translation>
    </message>
    <message numerus="yes">
        <source>Rolled back: %n changes.</source>
        <translation>
            <numerusform>Revertido: %n cambio.</numerusform>
            <numerusform>Revertido: %n cambios.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This makes %n changes.</source>
        <translation>
            <numerusform>Esto hace %n cambio.</numerusform>
            <numerusform>Esto hace %n cambios.</numerusform>
        </translation>
    </message>
    <message>
        <source>This takes back what the import did.</source>
        <translation>Esto revierte lo que hizo la importación.</translation>
    </message>
</context>
<context>
    <name>ui::InstallForm</name>
    <message>
        <source>%1, version</source>
        <translation>%1, versión</translation>
    </message>
    <message>
        <source>%1, repository</source>
        <translation>%1, repositorio</translation>
    </message>
    <message>
        <source>the newest</source>
        <translation>la más reciente</translation>
    </message>
    <message>
        <source>&amp;More settings</source>
        <translation>&amp;Más ajustes</translation>
    </message>
    <message>
        <source>Charts, &amp;repositories and versions</source>
        <translation>Charts, &amp;repositorios y versiones</translation>
    </message>
    <message>
        <source>Use today&apos;s chart repositories in place of those that are gone</source>
        <translation>Usar los repositorios de charts actuales en lugar de los que ya no existen</translation>
    </message>
    <message>
        <source>&amp;Folder with charts of Dispatch</source>
        <translation>Carpeta con c&amp;harts de Dispatch</translation>
    </message>
    <message>
        <source>Folder with charts of Dispatch</source>
        <translation>Carpeta con charts de Dispatch</translation>
    </message>
    <message>
        <source>none: they are fetched</source>
        <translation>ninguna: se obtienen</translation>
    </message>
    <message>
        <source>Time for each chart</source>
        <translation>Tiempo para cada chart</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Install also beside releases that failed</source>
        <translation>Instalar también junto a releases con fallo</translation>
    </message>
</context>
<context>
    <name>ui::InstallProgress</name>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Ca&amp;ncel…</source>
        <translation>Ca&amp;ncelar…</translation>
    </message>
    <message>
        <source>&amp;Output</source>
        <translation>Sa&amp;lida</translation>
    </message>
    <message>
        <source>Show what the installer printed</source>
        <translation>Mostrar lo que escribió el instalador</translation>
    </message>
    <message>
        <source>Output of the installer</source>
        <translation>Salida del instalador</translation>
    </message>
    <message>
        <source>&amp;Connect…</source>
        <translation>&amp;Conectar…</translation>
    </message>
    <message>
        <source>Installing Dispatch in %1</source>
        <translation>Instalando Dispatch en %1</translation>
    </message>
    <message>
        <source>Trying an installation in %1. On a cluster without Dispatch this fails: it installs nothing, and then asks for what it would have installed. It tells whether the installer takes the file.</source>
        <translation>Probando una instalación en %1. En un clúster sin Dispatch esto falla: no instala nada y después pregunta por lo que habría instalado. Dice si el instalador acepta el archivo.</translation>
    </message>
    <message>
        <source>Uninstalling Dispatch from %1</source>
        <translation>Desinstalando Dispatch de %1</translation>
    </message>
    <message>
        <source>Getting ready, %1</source>
        <translation>Preparando, %1</translation>
    </message>
    <message>
        <source>Looking whether all is there, %1</source>
        <translation>Comprobando si está todo, %1</translation>
    </message>
    <message>
        <source>Step %1 of %2, %3</source>
        <translation>Paso %1 de %2, %3</translation>
    </message>
    <message>
        <source>Step %1 of %2: certificate in %3, %4</source>
        <translation>Paso %1 de %2: certificado en %3, %4</translation>
    </message>
    <message>
        <source>Step %1 of %2: chart %3, %4. Nothing is said while a chart installs.</source>
        <translation>Paso %1 de %2: chart %3, %4. No se dice nada mientras se instala un chart.</translation>
    </message>
    <message>
        <source>Pods wait: %1</source>
        <translation>Hay pods en espera: %1</translation>
    </message>
    <message>
        <source>That hardly gets better by itself; you may as well cancel.</source>
        <translation>Es difícil que eso mejore por sí solo; más vale cancelar.</translation>
    </message>
    <message>
        <source>It was cancelled. What was installed before stays.</source>
        <translation>Se canceló. Lo que se instaló antes se queda.</translation>
    </message>
    <message>
        <source>Install again, or uninstall.</source>
        <translation>Instale de nuevo o desinstale.</translation>
    </message>
    <message>
        <source>The release %1 may be half made: purge it before you install again.</source>
        <translation>La release %1 puede estar a medias: púrguela antes de instalar de nuevo.</translation>
    </message>
    <message>
        <source>Dispatch is uninstalled from %1.</source>
        <translation>Dispatch se desinstaló de %1.</translation>
    </message>
    <message>
        <source>The installer takes the file, and found everything that it asked for.</source>
        <translation>El instalador acepta el archivo y encontró todo lo que pidió.</translation>
    </message>
    <message>
        <source>Dispatch is installed in %1, at %2.</source>
        <translation>Dispatch está instalado en %1, en la dirección %2.</translation>
    </message>
    <message>
        <source>Its certificate was made by the installer, so that the connection takes it unchecked; pin it to be safe.</source>
        <translation>Su certificado lo creó el instalador, de modo que la conexión lo acepta sin comprobarlo; fíjelo para mayor seguridad.</translation>
    </message>
    <message>
        <source>Cancel the installation?</source>
        <translation>¿Cancelar la instalación?</translation>
    </message>
    <message>
        <source>What is installed so far stays, and the chart that is being installed may be left half made. The next installation then stumbles over it until it is purged.</source>
        <translation>Lo que se ha instalado hasta ahora se queda, y el chart que se está instalando puede quedar a medias. La próxima instalación tropieza entonces con él hasta que se purgue.</translation>
    </message>
    <message>
        <source>&amp;Cancel the installation</source>
        <translation>&amp;Cancelar la instalación</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Seguir</translation>
    </message>
</context>
<context>
    <name>ui::InstallQuestions</name>
    <message>
        <source>All releases of Dispatch are purged: ingress, postgres, docker-registry, openfaas, jaeger, riff, transport, rabbitmq, api-gateway, zookeeper and dispatch. With them go the namespaces openfaas, jaeger, riff, kong, zookeeper and dispatch and everything in them: functions, drivers, subscriptions, secrets, images and all data, also what others put there.</source>
        <translation>Se purgan todas las releases de Dispatch: ingress, postgres, docker-registry, openfaas, jaeger, riff, transport, rabbitmq, api-gateway, zookeeper y dispatch. Con ellas desaparecen los espacios de nombres openfaas, jaeger, riff, kong, zookeeper y dispatch y todo lo que contienen: funciones, controladores, suscripciones, secretos, imágenes y todos los datos, también lo que otros hayan puesto allí.</translation>
    </message>
    <message>
        <source>The cluster stays, and so does tiller. Install file, certificates and the configuration of the command line stay in %1. Connections of this console stay, and will not be answered.</source>
        <translation>El clúster se queda, y tiller también. El archivo de instalación, los certificados y la configuración de la línea de comandos se quedan en %1. Las conexiones de esta consola se quedan, pero no recibirán respuesta.</translation>
    </message>
    <message>
        <source>Install Dispatch all the same?</source>
        <translation>¿Instalar Dispatch de todos modos?</translation>
    </message>
    <message>
        <source>The check found %1 things with which an installation in %2 cannot work. What gets installed before it fails stays in the cluster.</source>
        <translation>La comprobación encontró %1 cosas con las que una instalación en %2 no puede funcionar. Lo que se instale antes del fallo permanece en el clúster.</translation>
    </message>
    <message>
        <source>&amp;Install all the same</source>
        <translation>&amp;Instalar de todos modos</translation>
    </message>
    <message>
        <source>Uninstall Dispatch?</source>
        <translation>¿Desinstalar Dispatch?</translation>
    </message>
    <message>
        <source>Uninstall Dispatch from the cluster “%1”?</source>
        <translation>¿Desinstalar Dispatch del clúster «%1»?</translation>
    </message>
    <message>
        <source>&amp;Uninstall</source>
        <translation>&amp;Desinstalar</translation>
    </message>
    <message>
        <source>&amp;Keep the namespaces, with what is left in them</source>
        <translation>&amp;Conservar los espacios de nombres, con lo que quede en ellos</translation>
    </message>
</context>
<context>
    <name>ui::InstallSettings</name>
    <message>
        <source>The install &amp;file, secrets masked</source>
        <translation>El arc&amp;hivo de instalación, con los secretos enmascarados</translation>
    </message>
    <message>
        <source>The install file, secrets masked</source>
        <translation>El archivo de instalación, con los secretos enmascarados</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Abrir…</translation>
    </message>
    <message>
        <source>Open an install file</source>
        <translation>Abrir un archivo de instalación</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Guardar como…</translation>
    </message>
    <message>
        <source>Save the install file, with its secrets</source>
        <translation>Guardar el archivo de instalación, con sus secretos</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>Archivos YAML (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Save the install file</source>
        <translation>Guardar el archivo de instalación</translation>
    </message>
    <message>
        <source>save the install file</source>
        <translation>guardar el archivo de instalación</translation>
    </message>
    <message>
        <source>Saved, readable for you only: %1</source>
        <translation>Guardado, solo usted puede leerlo: %1</translation>
    </message>
</context>
<context>
    <name>ui::JobButton</name>
    <message>
        <source>No job runs</source>
        <translation>No hay ningún trabajo en curso</translation>
    </message>
    <message>
        <source>Show the window of the job</source>
        <translation>Mostrar la ventana del trabajo</translation>
    </message>
</context>
<context>
    <name>ui::JobForm</name>
    <message>
        <source>The &amp;draft, this often:</source>
        <translation>El &amp;borrador, tantas veces:</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>Cuántas veces</translation>
    </message>
    <message>
        <source>A &amp;file of JSON lines:</source>
        <translation>Un &amp;archivo de líneas JSON:</translation>
    </message>
    <message>
        <source>File of JSON lines</source>
        <translation>Archivo de líneas JSON</translation>
    </message>
    <message>
        <source>An event or the data of one on each line; the rest comes from the draft</source>
        <translation>Un evento o los datos de uno en cada línea; el resto viene del borrador</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>E&amp;xaminar…</translation>
    </message>
    <message>
        <source>&amp;How fast:</source>
        <translation>&amp;Velocidad:</translation>
    </message>
    <message>
        <source>How fast</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>As fast as answers come</source>
        <translation>Tan rápido como lleguen las respuestas</translation>
    </message>
    <message>
        <source>With an interval</source>
        <translation>Con un intervalo</translation>
    </message>
    <message>
        <source>At a rate</source>
        <translation>A un ritmo</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Interval in milliseconds</source>
        <translation>Intervalo en milisegundos</translation>
    </message>
    <message>
        <source> a second</source>
        <translation> por segundo</translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation>Eventos por segundo</translation>
    </message>
    <message>
        <source>&amp;At once, at most:</source>
        <translation>A la ve&amp;z, como máximo:</translation>
    </message>
    <message>
        <source>Events on their way at once, at most</source>
        <translation>Eventos en camino a la vez, como máximo</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl *.ndjson *.json *.txt);;All files (*)</source>
        <translation>Líneas JSON (*.jsonl *.ndjson *.json *.txt);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Choose the file whose lines are to be sent.</source>
        <translation>Elija el archivo cuyas líneas se van a enviar.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>No existe el archivo %1.</translation>
    </message>
</context>
<context>
    <name>ui::JobPlot</name>
    <message>
        <source>Rate and latency of the job</source>
        <translation>Ritmo y latencia del trabajo</translation>
    </message>
    <message>
        <source>Nothing was sent yet.</source>
        <translation>Aún no se envió nada.</translation>
    </message>
    <message>
        <source>After %1 seconds: %2 events a second now, %3 at most; answers take %4 ms, the slowest twentieth more than %5 ms; %6 ms at worst.</source>
        <translation>Tras %1 segundos: ahora %2 eventos por segundo, %3 como máximo; las respuestas tardan %4 ms, la vigésima parte más lenta más de %5 ms; %6 ms en el peor caso.</translation>
    </message>
    <message>
        <source>The rate and the latency of the job appear here.</source>
        <translation>Aquí aparecen el ritmo y la latencia del trabajo.</translation>
    </message>
    <message>
        <source>Events a second</source>
        <translation>Eventos por segundo</translation>
    </message>
    <message>
        <source>Answer, ms</source>
        <translation>Respuesta, ms</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>ui::JobView</name>
    <message>
        <source>Starting</source>
        <translation>Iniciando</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Deteniendo</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>Pausando</translation>
    </message>
    <message>
        <source>Unpausing</source>
        <translation>Reanudando</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>Eliminando</translation>
    </message>
    <message>
        <source>Repairing the context</source>
        <translation>Reparando el contexto</translation>
    </message>
    <message>
        <source>Enabling an add-on</source>
        <translation>Activando un complemento</translation>
    </message>
    <message>
        <source>Disabling an add-on</source>
        <translation>Desactivando un complemento</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>Ca&amp;ncelar</translation>
    </message>
    <message>
        <source>Cancel what is being done to the cluster</source>
        <translation>Cancelar lo que se está haciendo con el clúster</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1: step %2 of %3, %4</source>
        <translation>%1: paso %2 de %3, %4</translation>
    </message>
    <message>
        <source>Cancelling; minikube tidies up first…</source>
        <translation>Cancelando; minikube ordena antes…</translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation>Advertencia: %1</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>Descargando %1</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>desde hace %1</translation>
    </message>
    <message>
        <source>about %1 left, as earlier starts took</source>
        <translation>quedan unos %1, según inicios anteriores</translation>
    </message>
    <message>
        <source>longer than earlier starts took</source>
        <translation>más de lo que tardaron inicios anteriores</translation>
    </message>
    <message>
        <source>begun by an earlier console</source>
        <translation>empezado por una consola anterior</translation>
    </message>
    <message>
        <source>minikube has said nothing for %1; downloads and slow machines take long, a hang looks the same</source>
        <translation>minikube no dice nada desde hace %1; las descargas y los equipos lentos tardan mucho, y un bloqueo se ve igual</translation>
    </message>
</context>
<context>
    <name>ui::JobWindow</name>
    <message>
        <source>none yet</source>
        <translation>aún ninguno</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>p50 %1 · p95 %2 · p99 %3</source>
        <translation>p50 %1 · p95 %2 · p99 %3</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>Waiting for the server to come back</source>
        <translation>Esperando a que vuelva el servidor</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>Send many events</source>
        <translation>Enviar muchos eventos</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Iniciar</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>Progress of the job</source>
        <translation>Progreso del trabajo</translation>
    </message>
    <message>
        <source>Ledger: what became of each event</source>
        <translation>Registro de envíos: qué fue de cada evento</translation>
    </message>
    <message>
        <source>Nothing was started yet. Closing this window does not stop a job.</source>
        <translation>Aún no se inició nada. Cerrar esta ventana no detiene un trabajo.</translation>
    </message>
    <message>
        <source>as many as the file has</source>
        <translation>tantos como tenga el archivo</translation>
    </message>
    <message>
        <source>%1: %2 accepted, %3 refused, %4 unknown of %5; %6 on their way, %7 to be sent again. %8 events a second. Runs: %9 succeeded, %10 failed.</source>
        <translation>%1: %2 aceptados, %3 rechazados, %4 desconocidos de %5; %6 en camino, %7 por enviar de nuevo. %8 eventos por segundo. Ejecuciones: %9 con éxito, %10 con fallo.</translation>
    </message>
    <message>
        <source>Answer: %1
Event to run: %2</source>
        <translation>Respuesta: %1
Del evento a la ejecución: %2</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Reanudar</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausar</translation>
    </message>
    <message>
        <source>The draft cannot be sent: %1</source>
        <translation>El borrador no se puede enviar: %1</translation>
    </message>
    <message>
        <source>This sends many events.</source>
        <translation>Esto envía muchos eventos.</translation>
    </message>
</context>
<context>
    <name>ui::Jobs</name>
    <message>
        <source>%1 sent</source>
        <translation>%1 enviados</translation>
    </message>
    <message>
        <source>%1 of %2 sent</source>
        <translation>%1 de %2 enviados</translation>
    </message>
    <message>
        <source>1 job paused: %1</source>
        <translation>1 trabajo en pausa: %1</translation>
    </message>
    <message>
        <source>1 job running: %1</source>
        <translation>1 trabajo en curso: %1</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>Hay un trabajo en curso</translation>
    </message>
    <message>
        <source>A job is still sending events. Stop it and quit?</source>
        <translation>Un trabajo sigue enviando eventos. ¿Detenerlo y salir?</translation>
    </message>
    <message>
        <source>%1. What was sent stays in its ledger; the rest is not sent.</source>
        <translation>%1. Lo enviado se queda en su registro de envíos; el resto no se envía.</translation>
    </message>
    <message>
        <source>&amp;Stop the job and quit</source>
        <translation>&amp;Detener el trabajo y salir</translation>
    </message>
</context>
<context>
    <name>ui::JsonEditor</name>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>Línea %1, columna %2: %3</translation>
    </message>
    <message>
        <source>Laid out so, a line or the whole text would be too long for the editor.</source>
        <translation>Con ese formato, una línea o el texto entero sería demasiado largo para el editor.</translation>
    </message>
</context>
<context>
    <name>ui::KeptPaste</name>
    <message>
        <source>keep the pasted text as the file %1</source>
        <translation>guardar el texto pegado como el archivo %1</translation>
    </message>
    <message>
        <source>The text is too long for the editor and could not be kept as a file.</source>
        <translation>El texto es demasiado largo para el editor y no se pudo guardar como archivo.</translation>
    </message>
    <message>
        <source>Make room or choose another place: save the text as a file yourself and choose it here. What you copied is still in the clipboard.</source>
        <translation>Haga sitio o elija otro lugar: guarde usted el texto como archivo y elíjalo aquí. Lo que copió sigue en el portapapeles.</translation>
    </message>
</context>
<context>
    <name>ui::LedgerModel</name>
    <message>
        <source>HTTP %1 after %2</source>
        <translation>HTTP %1 tras %2</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1: ninguno</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>N.º</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ejecución</translation>
    </message>
    <message>
        <source>Sent to run&apos;s end</source>
        <translation>Del envío al fin de la ejecución</translation>
    </message>
    <message>
        <source>Event Id</source>
        <translation>Id del evento</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>en camino</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>no enviado</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptado</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>rechazado</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
</context>
<context>
    <name>ui::LogText</name>
    <message>
        <source>… (%1 more bytes)</source>
        <translation>… (%1 bytes más)</translation>
    </message>
</context>
<context>
    <name>ui::LogView</name>
    <message>
        <source>Log of a pod</source>
        <translation>Registro de un pod</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Contenedor</translation>
    </message>
    <message>
        <source>&amp;Previous</source>
        <translation>&amp;Anterior</translation>
    </message>
    <message>
        <source>The log of the container before the one that runs: why it ended</source>
        <translation>El registro del contenedor anterior al que está en marcha: por qué terminó</translation>
    </message>
    <message>
        <source>T&amp;imes</source>
        <translation>&amp;Horas</translation>
    </message>
    <message>
        <source>When each line was written</source>
        <translation>Cuándo se escribió cada línea</translation>
    </message>
    <message>
        <source>&amp;Wrap</source>
        <translation>A&amp;justar</translation>
    </message>
    <message>
        <source>Long lines go on in the next one</source>
        <translation>Las líneas largas siguen en la siguiente</translation>
    </message>
    <message>
        <source>F&amp;ollow</source>
        <translation>&amp;Seguir</translation>
    </message>
    <message>
        <source>Keep the newest line in sight. Scrolling up ends it.</source>
        <translation>Mantener a la vista la línea más reciente. Al desplazarse hacia arriba termina.</translation>
    </message>
    <message>
        <source>Only lines with… (-word: without)</source>
        <translation>Solo líneas con… (-palabra: sin)</translation>
    </message>
    <message>
        <source>Show only lines with these words</source>
        <translation>Mostrar solo líneas con estas palabras</translation>
    </message>
    <message>
        <source>Find… (%1)</source>
        <translation>Buscar… (%1)</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>Buscar en el registro</translation>
    </message>
    <message>
        <source>The match before</source>
        <translation>La coincidencia anterior</translation>
    </message>
    <message>
        <source>The next match</source>
        <translation>La coincidencia siguiente</translation>
    </message>
    <message>
        <source>Copy the selection, or all that is shown</source>
        <translation>Copiar la selección, o todo lo que se muestra</translation>
    </message>
    <message>
        <source>Save the log to a file</source>
        <translation>Guardar el registro en un archivo</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>%1 (init)</source>
        <translation>%1 (init)</translation>
    </message>
    <message>
        <source>Choose a pod and press Enter to read its log.</source>
        <translation>Elija un pod y pulse Intro para leer su registro.</translation>
    </message>
    <message>
        <source>Asking for the log…</source>
        <translation>Pidiendo el registro…</translation>
    </message>
    <message>
        <source>Following.</source>
        <translation>Siguiendo.</translation>
    </message>
    <message>
        <source>Waiting for more.</source>
        <translation>Esperando más.</translation>
    </message>
    <message>
        <source>This is the end of the log.</source>
        <translation>Este es el fin del registro.</translation>
    </message>
    <message>
        <source>There is no log.</source>
        <translation>No hay registro.</translation>
    </message>
    <message>
        <source>%1 older lines were dropped.</source>
        <translation>Se descartaron %1 líneas más antiguas.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n lines</source>
        <translation>
            <numerusform>%1 de %n línea</numerusform>
            <numerusform>%1 de %n líneas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines</source>
        <translation>
            <numerusform>%n línea</numerusform>
            <numerusform>%n líneas</numerusform>
        </translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copiado.</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Guardar el registro</translation>
    </message>
    <message>
        <source>%1 lines are in %2.</source>
        <translation>%1 líneas están en %2.</translation>
    </message>
</context>
<context>
    <name>ui::MainToolBar</name>
    <message>
        <source>Main tool bar</source>
        <translation>Barra de herramientas principal</translation>
    </message>
    <message>
        <source>Look now (%1)</source>
        <translation>Actualizar ahora (%1)</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Undo the latest change (%1)</source>
        <translation>Deshacer el último cambio (%1)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nuevo</translation>
    </message>
    <message>
        <source>New resource</source>
        <translation>Recurso nuevo</translation>
    </message>
    <message>
        <source>Filter (%1)</source>
        <translation>Filtrar (%1)</translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation>Filtrar la tabla</translation>
    </message>
    <message>
        <source>All words must occur in a row; a word after - must not.</source>
        <translation>Todas las palabras deben aparecer en una fila; una palabra tras - no debe aparecer.</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>Más herramientas</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>Conexión %1</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Editar</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Nuevo</translation>
    </message>
    <message>
        <source>New %1…</source>
        <translation>Crear %1…</translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation>&amp;Iniciar el Dispatch local</translation>
    </message>
    <message>
        <source>&amp;Connect to a server…</source>
        <translation>&amp;Conectarse a un servidor…</translation>
    </message>
    <message>
        <source>&amp;Look now</source>
        <translation>Act&amp;ualizar ahora</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>&amp;Filtrar</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>&amp;Recorrido</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>Atajos de &amp;teclado</translation>
    </message>
    <message>
        <source>&amp;About Dispatch Console</source>
        <translation>&amp;Acerca de Dispatch Console</translation>
    </message>
    <message>
        <source>%1 · org %2 – Dispatch Console</source>
        <translation>%1 · org. %2 – Dispatch Console</translation>
    </message>
    <message>
        <source>Dispatch Console</source>
        <translation>Dispatch Console</translation>
    </message>
    <message>
        <source>&amp;Edit…	Enter</source>
        <translation>&amp;Editar…	Intro</translation>
    </message>
    <message>
        <source>D&amp;uplicate…	Ctrl+D</source>
        <translation>D&amp;uplicar…	Ctrl+D</translation>
    </message>
    <message>
        <source>&amp;Delete…	Del</source>
        <translation>E&amp;liminar…	Supr</translation>
    </message>
    <message>
        <source>Copy as &amp;YAML	Ctrl+C</source>
        <translation>Copiar como &amp;YAML	Ctrl+C</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Copiar como &amp;JSON</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation>Copiar como línea de co&amp;mandos</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>Copiar como cu&amp;rl</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importar…</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>E&amp;xportar…</translation>
    </message>
    <message>
        <source>Und&amp;o the latest change…</source>
        <translation>&amp;Deshacer el último cambio…</translation>
    </message>
</context>
<context>
    <name>ui::MatchHitsModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Suscripción</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Función</translation>
    </message>
    <message>
        <source>Function state</source>
        <translation>Estado de la función</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>no existe</translation>
    </message>
</context>
<context>
    <name>ui::MatchView</name>
    <message>
        <source>Did you mean %1? Only upper and lower case differ. (%2)</source>
        <translation>¿Quería decir %1? Solo difieren mayúsculas y minúsculas. (%2)</translation>
    </message>
    <message>
        <source>Did you mean %1? (%2)</source>
        <translation>¿Quería decir %1? (%2)</translation>
    </message>
    <message>
        <source>What this event will hit</source>
        <translation>A qué afectará este evento</translation>
    </message>
    <message>
        <source>Subscriptions this event will hit</source>
        <translation>Suscripciones a las que afectará este evento</translation>
    </message>
    <message>
        <source>Nobody can say what it will hit: the subscriptions could not be read.</source>
        <translation>Nadie puede decir a qué afectará: no se pudieron leer las suscripciones.</translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation>Leyendo las suscripciones…</translation>
    </message>
    <message>
        <source>Type an event type to see which subscriptions it will hit. Compared letter by letter; there are no wildcards.</source>
        <translation>Escriba un tipo de evento para ver a qué suscripciones afectará. Se compara letra por letra; no hay comodines.</translation>
    </message>
    <message>
        <source>The event will be dropped: no subscription has the type %1.</source>
        <translation>El evento se descartará: ninguna suscripción tiene el tipo %1.</translation>
    </message>
    <message numerus="yes">
        <source>Goes to one of %n subscription(s):</source>
        <translation>
            <numerusform>Va a %n suscripción:</numerusform>
            <numerusform>Va a una de %n suscripciones:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hits %n subscription(s):</source>
        <translation>
            <numerusform>Afecta a %n suscripción:</numerusform>
            <numerusform>Afecta a %n suscripciones:</numerusform>
        </translation>
    </message>
    <message>
        <source>An original Solo shares the events of one type between its subscriptions: each event reaches only one of them, in turn.</source>
        <translation>Un Solo original reparte los eventos de un tipo entre sus suscripciones: cada evento llega solo a una de ellas, por turnos.</translation>
    </message>
    <message>
        <source>%1 runs more than once: several subscriptions point at it.</source>
        <translation>%1 se ejecuta más de una vez: varias suscripciones apuntan a ella.</translation>
    </message>
    <message numerus="yes">
        <source>%n of them will not run: subscription and function must both be READY.</source>
        <translation>
            <numerusform>%n de ellas no se ejecutará: la suscripción y la función deben estar en READY.</numerusform>
            <numerusform>%n de ellas no se ejecutarán: la suscripción y la función deben estar en READY.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::MessageBar</name>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Show what was tried and what came back</source>
        <translation>Mostrar qué se intentó y qué se respondió</translation>
    </message>
    <message>
        <source>Copy the message with all details</source>
        <translation>Copiar el mensaje con todos los detalles</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Cerrar este mensaje</translation>
    </message>
    <message>
        <source>Details of the message</source>
        <translation>Detalles del mensaje</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Could not %1. %2</source>
        <translation>No se pudo %1. %2</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>HTTP status: %1</source>
        <translation>Estado HTTP: %1</translation>
    </message>
    <message>
        <source>Raw answer:</source>
        <translation>Respuesta sin procesar:</translation>
    </message>
    <message>
        <source>What to do about it</source>
        <translation>Qué hacer al respecto</translation>
    </message>
</context>
<context>
    <name>ui::MillisecondsEditor</name>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>sin límite</translation>
    </message>
</context>
<context>
    <name>ui::NameEditor</name>
    <message>
        <source>There is a %1 of this name already.</source>
        <translation>Ya existe %1 con este nombre.</translation>
    </message>
    <message>
        <source>A name cannot change. Duplicate the %1 to give it another.</source>
        <translation>Un nombre no puede cambiar. Duplique %1 para darle otro.</translation>
    </message>
    <message>
        <source>Leave it empty to use the made-up name.</source>
        <translation>Déjelo vacío para usar el nombre inventado.</translation>
    </message>
</context>
<context>
    <name>ui::NameQuestion</name>
    <message>
        <source>Change a protected server?</source>
        <translation>¿Cambiar un servidor protegido?</translation>
    </message>
    <message>
        <source>%1 To go on, type the name of the connection: %2</source>
        <translation>%1 Para seguir, escriba el nombre de la conexión: %2</translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation>Nombre de la conexión</translation>
    </message>
    <message>
        <source>&amp;Change it</source>
        <translation>&amp;Cambiarlo</translation>
    </message>
</context>
<context>
    <name>ui::NodesModel</name>
    <message>
        <source>worker</source>
        <translation>trabajador</translation>
    </message>
    <message>
        <source>control plane</source>
        <translation>plano de control</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Nodo</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rol</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Kubelet</source>
        <translation>Kubelet</translation>
    </message>
    <message>
        <source>API server</source>
        <translation>Servidor de API</translation>
    </message>
    <message>
        <source>kubeconfig</source>
        <translation>kubeconfig</translation>
    </message>
</context>
<context>
    <name>ui::Overview</name>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Reachable from outside</source>
        <translation>Accesible desde fuera</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sí</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modificado</translation>
    </message>
    <message>
        <source>Driver type</source>
        <translation>Tipo de controlador</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Secretos</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Claves</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>Tipo de evento</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Función</translation>
    </message>
    <message>
        <source>Language image</source>
        <translation>Imagen del lenguaje</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>Manejador</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Límite de tiempo</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Built image</source>
        <translation>Imagen construida</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>no existe</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nada</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Paso siguiente</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>Usa</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Usado por</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>y %1 más</translation>
    </message>
    <message>
        <source>at least since %1</source>
        <translation>al menos desde %1</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Desde</translation>
    </message>
</context>
<context>
    <name>ui::OverviewPane</name>
    <message>
        <source>Nodes</source>
        <translation>Nodos</translation>
    </message>
    <message>
        <source>State of the cluster</source>
        <translation>Estado del clúster</translation>
    </message>
    <message>
        <source>About the cluster</source>
        <translation>Acerca del clúster</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>Qué hacer a continuación</translation>
    </message>
    <message>
        <source>Choose a profile above, or create one.</source>
        <translation>Elija arriba un perfil o cree uno.</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>, as of %1</source>
        <translation>, a las %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>driver</source>
        <translation>controlador</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>runtime</source>
        <translation>entorno</translation>
    </message>
    <message>
        <source>address</source>
        <translation>dirección</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>memoria</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>disco</translation>
    </message>
    <message>
        <source>Start it</source>
        <translation>Iniciar</translation>
    </message>
    <message>
        <source>Unpause it</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Repair the context</source>
        <translation>Reparar el contexto</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>Iniciar de nuevo</translation>
    </message>
    <message>
        <source>Start a new one</source>
        <translation>Iniciar uno nuevo</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>Eliminar…</translation>
    </message>
    <message>
        <source>Save the logs…</source>
        <translation>Guardar los registros…</translation>
    </message>
    <message>
        <source>minikube does not say how it is: %1</source>
        <translation>minikube no dice cómo está: %1</translation>
    </message>
</context>
<context>
    <name>ui::PageActions</name>
    <message>
        <source>&amp;New…</source>
        <translation>&amp;Nuevo…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Editar…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>D&amp;uplicar…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>E&amp;liminar…</translation>
    </message>
    <message>
        <source>Copy as &amp;YAML</source>
        <translation>Copiar como &amp;YAML</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>Copiar como &amp;JSON</translation>
    </message>
    <message>
        <source>Copy as co&amp;mmand line</source>
        <translation>Copiar como línea de co&amp;mandos</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>Copiar como cu&amp;rl</translation>
    </message>
    <message>
        <source>&amp;Copy as</source>
        <translation>&amp;Copiar como</translation>
    </message>
    <message>
        <source>Copy the selection as text</source>
        <translation>Copiar la selección como texto</translation>
    </message>
    <message>
        <source>New %1 (%2)</source>
        <translation>Crear %1 (%2)</translation>
    </message>
    <message>
        <source>Edit the selected %1 (Enter)</source>
        <translation>Editar la selección: %1 (Intro)</translation>
    </message>
    <message>
        <source>New %1 with the values of the selected one</source>
        <translation>Crear %1 con los valores de la selección</translation>
    </message>
    <message>
        <source>Delete the selection, after a question (Del)</source>
        <translation>Eliminar la selección, tras una pregunta (Supr)</translation>
    </message>
</context>
<context>
    <name>ui::PairRows</name>
    <message>
        <source>A value has no key.</source>
        <translation>Un valor no tiene clave.</translation>
    </message>
    <message>
        <source>The key &quot;%1&quot; is there twice.</source>
        <translation>La clave «%1» está dos veces.</translation>
    </message>
    <message>
        <source>key</source>
        <translation>clave</translation>
    </message>
    <message>
        <source>value</source>
        <translation>valor</translation>
    </message>
    <message>
        <source>Remove this entry</source>
        <translation>Quitar esta entrada</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Clave %1</translation>
    </message>
    <message>
        <source>Value %1</source>
        <translation>Valor %1</translation>
    </message>
    <message>
        <source>Remove entry %1</source>
        <translation>Quitar la entrada %1</translation>
    </message>
</context>
<context>
    <name>ui::ParameterField</name>
    <message>
        <source>This time never comes.</source>
        <translation>Esa hora no llega nunca.</translation>
    </message>
    <message>
        <source>Next: %1 (UTC)</source>
        <translation>Próxima: %1 (UTC)</translation>
    </message>
    <message>
        <source>For example: %1</source>
        <translation>Por ejemplo: %1</translation>
    </message>
    <message>
        <source>%1 *</source>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>The driver does not run without it.</source>
        <translation>El controlador no funciona sin esto.</translation>
    </message>
    <message>
        <source>A whole number is needed.</source>
        <translation>Se necesita un número entero.</translation>
    </message>
    <message>
        <source>At least %1.</source>
        <translation>Al menos %1.</translation>
    </message>
    <message>
        <source>It is &quot;%1&quot;, which is neither true nor false. It stays so until you change it.</source>
        <translation>Es «%1», que no es ni true ni false. Se queda así hasta que lo cambie.</translation>
    </message>
</context>
<context>
    <name>ui::PasteDialog</name>
    <message>
        <source>Import pasted text</source>
        <translation>Importar texto pegado</translation>
    </message>
    <message>
        <source>&amp;YAML or JSON</source>
        <translation>&amp;YAML o JSON</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>&amp;Continuar</translation>
    </message>
    <message>
        <source>YAML or JSON to import</source>
        <translation>YAML o JSON que importar</translation>
    </message>
    <message>
        <source>One or more documents with a kind, separated by lines of three dashes.</source>
        <translation>Uno o más documentos con kind, separados por líneas de tres guiones.</translation>
    </message>
</context>
<context>
    <name>ui::PinQuestion</name>
    <message>
        <source>Pin the certificate?</source>
        <translation>¿Fijar el certificado?</translation>
    </message>
    <message>
        <source>Ask the administrator for the SHA-256 fingerprint of the server&apos;s certificate. Only if it is this one, pin it:

%1</source>
        <translation>Pregunte al administrador la huella digital SHA-256 del certificado del servidor. Fíjelo solo si es esta:

%1</translation>
    </message>
    <message>
        <source>It is this one: &amp;pin it</source>
        <translation>Es esta: &amp;fijarlo</translation>
    </message>
</context>
<context>
    <name>ui::PlanModel</name>
    <message>
        <source>changes %1</source>
        <translation>cambia %1</translation>
    </message>
    <message>
        <source>+ create</source>
        <translation>+ crear</translation>
    </message>
    <message>
        <source>~ change</source>
        <translation>~ cambiar</translation>
    </message>
    <message>
        <source>= same</source>
        <translation>= igual</translation>
    </message>
    <message>
        <source>− delete</source>
        <translation>− eliminar</translation>
    </message>
    <message>
        <source>✕ blocked</source>
        <translation>✕ bloqueado</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Acción</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dónde</translation>
    </message>
</context>
<context>
    <name>ui::PlanView</name>
    <message>
        <source>Plan: what the import would do</source>
        <translation>Plan: lo que haría la importación</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Qué difiere</translation>
    </message>
    <message>
        <source>The new resource</source>
        <translation>El recurso nuevo</translation>
    </message>
    <message>
        <source>On the server</source>
        <translation>En el servidor</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>En el archivo</translation>
    </message>
    <message>
        <source>Choose what to import. Nothing is changed before you have seen the plan.</source>
        <translation>Elija qué importar. No se cambia nada antes de que haya visto el plan.</translation>
    </message>
    <message>
        <source>The server has the same already: nothing is sent.</source>
        <translation>El servidor ya tiene lo mismo: no se envía nada.</translation>
    </message>
    <message>
        <source>The files do not name it: it would be deleted.</source>
        <translation>Los archivos no lo nombran: se eliminaría.</translation>
    </message>
</context>
<context>
    <name>ui::PodsPane</name>
    <message>
        <source>Pods</source>
        <translation>Pods</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>&amp;Registro</translation>
    </message>
    <message>
        <source>Pre&amp;vious log</source>
        <translation>Registro an&amp;terior</translation>
    </message>
    <message>
        <source>Forward a &amp;port…</source>
        <translation>Reenviar un &amp;puerto…</translation>
    </message>
    <message>
        <source>Copy the &amp;name</source>
        <translation>Copiar el &amp;nombre</translation>
    </message>
    <message>
        <source>No pod is like that.</source>
        <translation>Ningún pod es así.</translation>
    </message>
</context>
<context>
    <name>ui::PreflightModel</name>
    <message>
        <source>looking</source>
        <translation>buscando</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Veredicto</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Encontrado</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Qué hacer</translation>
    </message>
</context>
<context>
    <name>ui::PreflightView</name>
    <message>
        <source>&amp;Way of installing</source>
        <translation>&amp;Manera de instalar</translation>
    </message>
    <message>
        <source>The original installer, with Helm 2</source>
        <translation>El instalador original, con Helm 2</translation>
    </message>
    <message>
        <source>Charts for a current Kubernetes, with Helm 3</source>
        <translation>Charts para un Kubernetes actual, con Helm 3</translation>
    </message>
    <message>
        <source>None: the local Dispatch of this console</source>
        <translation>Ninguna: el Dispatch local de esta consola</translation>
    </message>
    <message>
        <source>Way of installing</source>
        <translation>Manera de instalar</translation>
    </message>
    <message>
        <source>What an installation needs</source>
        <translation>Lo que necesita una instalación</translation>
    </message>
    <message>
        <source>Result of the check</source>
        <translation>Resultado de la comprobación</translation>
    </message>
    <message>
        <source>Dispatch 0.1.24 as it was released. Its charts need Kubernetes 1.10 to 1.15 and Helm 2.</source>
        <translation>Dispatch 0.1.24 tal como se publicó. Sus charts necesitan Kubernetes de 1.10 a 1.15 y Helm 2.</translation>
    </message>
    <message>
        <source>Works on today&apos;s clusters, with charts that somebody rewrote for them. The console checks what they need, and does not run them: the original installer cannot.</source>
        <translation>Funciona en los clústeres actuales, con charts que alguien reescribió para ellos. La consola comprueba lo que necesitan y no los ejecuta: el instalador original no puede.</translation>
    </message>
    <message>
        <source>A whole Dispatch on this machine, without a cluster. The same screens, the same files.</source>
        <translation>Un Dispatch completo en este equipo, sin clúster. Las mismas pantallas, los mismos archivos.</translation>
    </message>
    <message>
        <source>&amp;Stop checking</source>
        <translation>&amp;Detener la comprobación</translation>
    </message>
    <message>
        <source>&amp;Check again</source>
        <translation>&amp;Comprobar de nuevo</translation>
    </message>
    <message>
        <source>&amp;Check now</source>
        <translation>&amp;Comprobar ahora</translation>
    </message>
    <message>
        <source>Not looked at yet. The check asks the tools and the cluster, and fetches charts to see whether they are there. It changes nothing.</source>
        <translation>Aún no se ha comprobado. La comprobación pregunta a las herramientas y al clúster, y obtiene charts para ver si existen. No cambia nada.</translation>
    </message>
    <message>
        <source>Nothing to do here</source>
        <translation>Aquí no hay nada que hacer</translation>
    </message>
</context>
<context>
    <name>ui::ProfileDialog</name>
    <message>
        <source>Connection “%1”</source>
        <translation>Conexión «%1»</translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation>Conectarse a un servidor</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Dirección</translation>
    </message>
    <message>
        <source>&amp;Organization</source>
        <translation>&amp;Organización</translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation>Nombre de la conexión</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>Dirección del servidor</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>Organización</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>&amp;Guardar</translation>
    </message>
    <message>
        <source>Save without connecting</source>
        <translation>Guardar sin conectar</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Conectar</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Conectar</translation>
    </message>
    <message>
        <source>The address is scheme, host and port, for example http://127.0.0.1:8080.</source>
        <translation>La dirección es esquema, host y puerto, por ejemplo http://127.0.0.1:8080.</translation>
    </message>
    <message>
        <source>An organization is needed; most servers have one called dispatch.</source>
        <translation>Se necesita una organización; la mayoría de los servidores tienen una llamada dispatch.</translation>
    </message>
    <message>
        <source>Another connection is called “%1”.</source>
        <translation>Otra conexión se llama «%1».</translation>
    </message>
    <message>
        <source>The private key is locked: enter its pass phrase.</source>
        <translation>La clave privada está bloqueada: introduzca su frase de contraseña.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>Preguntando a %1…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Guardando…</translation>
    </message>
    <message>
        <source>Colour, protection, certificates, proxy</source>
        <translation>Color, protección, certificados, proxy</translation>
    </message>
    <message>
        <source>&amp;Test…</source>
        <translation>&amp;Probar…</translation>
    </message>
    <message>
        <source>Test the connection step by step</source>
        <translation>Probar la conexión paso a paso</translation>
    </message>
    <message>
        <source>Sign in in the browser; the console waits. If no browser opens, go to %1</source>
        <translation>Inicie sesión en el navegador; la consola espera. Si no se abre ningún navegador, vaya a %1</translation>
    </message>
    <message>
        <source>connect to %1</source>
        <translation>conectarse a %1</translation>
    </message>
    <message>
        <source>Pin the certificat&amp;e…</source>
        <translation>&amp;Fijar el certificado…</translation>
    </message>
</context>
<context>
    <name>ui::ProfileSettings</name>
    <message>
        <source>Choose a PEM file</source>
        <translation>Elegir un archivo PEM</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer *.key)</source>
        <translation>Archivos PEM (*.pem *.crt *.cer *.key)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Co&amp;lour</source>
        <translation>Co&amp;lor</translation>
    </message>
    <message>
        <source>&amp;Protection</source>
        <translation>&amp;Protección</translation>
    </message>
    <message>
        <source>CA &amp;file</source>
        <translation>Arc&amp;hivo de CA</translation>
    </message>
    <message>
        <source>Client certi&amp;ficate</source>
        <translation>Certi&amp;ficado de cliente</translation>
    </message>
    <message>
        <source>Its &amp;key</source>
        <translation>Su cla&amp;ve</translation>
    </message>
    <message>
        <source>P&amp;inned certificate</source>
        <translation>Cer&amp;tificado fijado</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>Pro&amp;xy</translation>
    </message>
    <message>
        <source>Proxy a&amp;ddress</source>
        <translation>Di&amp;rección del proxy</translation>
    </message>
    <message>
        <source>&amp;Without the proxy</source>
        <translation>&amp;Sin el proxy</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>protected: type the name to change anything</source>
        <translation>protegida: hay que escribir el nombre para cambiar algo</translation>
    </message>
    <message>
        <source>read-only: nothing is changed from here</source>
        <translation>solo lectura: desde aquí no se cambia nada</translation>
    </message>
    <message>
        <source>that of the system</source>
        <translation>el del sistema</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>this one:</source>
        <translation>este:</translation>
    </message>
    <message>
        <source>in addition to those of the system</source>
        <translation>además de las del sistema</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>huella digital SHA-256</translation>
    </message>
    <message>
        <source>In&amp;secure: do not check the certificate at all</source>
        <translation>&amp;Insegura: no comprobar el certificado en absoluto</translation>
    </message>
    <message>
        <source>Anybody on the way can then read the token and everything else. A pinned certificate is safe and works with any server.</source>
        <translation>Entonces cualquiera en el camino puede leer el token y todo lo demás. Un certificado fijado es seguro y funciona con cualquier servidor.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>A SHA-256 fingerprint has 64 hexadecimal digits.</source>
        <translation>Una huella digital SHA-256 tiene 64 dígitos hexadecimales.</translation>
    </message>
    <message>
        <source>The address of a proxy is host and port, for example proxy.example.com:3128.</source>
        <translation>La dirección de un proxy es host y puerto, por ejemplo proxy.example.com:3128.</translation>
    </message>
</context>
<context>
    <name>ui::ProfilesModel</name>
    <message>
        <source>Profile</source>
        <translation>Perfil</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>Controlador</translation>
    </message>
    <message>
        <source>Kubernetes</source>
        <translation>Kubernetes</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Nodos</translation>
    </message>
    <message>
        <source>CPUs</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disco</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
</context>
<context>
    <name>ui::ReferenceEditor</name>
    <message>
        <source>choose or type a name</source>
        <translation>elija o escriba un nombre</translation>
    </message>
    <message>
        <source>Choose a %1.</source>
        <translation>Elija %1.</translation>
    </message>
    <message>
        <source>There is no driver type &quot;%1&quot;, and it is not in the catalogue.</source>
        <translation>No existe el tipo de controlador «%1», y no está en el catálogo.</translation>
    </message>
    <message>
        <source>There is no %1 &quot;%2&quot; yet.</source>
        <translation>Aún no existe %1 «%2».</translation>
    </message>
    <message>
        <source>%1 The type is registered first, with image %2.</source>
        <translation>%1 Primero se registra el tipo, con la imagen %2.</translation>
    </message>
    <message>
        <source>%1 (%2, will be registered)</source>
        <translation>%1 (%2, se registrará)</translation>
    </message>
</context>
<context>
    <name>ui::ReferencesEditor</name>
    <message>
        <source>There are no %1 yet.</source>
        <translation>Aún no hay %1.</translation>
    </message>
    <message>
        <source>Not there yet: %1.</source>
        <translation>Aún no existe: %1.</translation>
    </message>
    <message>
        <source>%1 (will be created)</source>
        <translation>%1 (se creará)</translation>
    </message>
    <message>
        <source>%1 (does not exist)</source>
        <translation>%1 (no existe)</translation>
    </message>
</context>
<context>
    <name>ui::RequestDock</name>
    <message>
        <source>(nothing)</source>
        <translation>(nada)</translation>
    </message>
    <message>
        <source>(too long to keep)</source>
        <translation>(demasiado largo para guardarlo)</translation>
    </message>
    <message>
        <source>(not text)</source>
        <translation>(no es texto)</translation>
    </message>
    <message>
        <source>(not kept)</source>
        <translation>(no se guarda)</translation>
    </message>
    <message>
        <source>(not kept: it may hold secrets)</source>
        <translation>(no se guarda: puede contener secretos)</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Peticiones</translation>
    </message>
    <message>
        <source>Filter: a part of the path, the method or the status</source>
        <translation>Filtro: una parte de la ruta, el método o el estado</translation>
    </message>
    <message>
        <source>Filter the requests</source>
        <translation>Filtrar las peticiones</translation>
    </message>
    <message>
        <source>Copy as cu&amp;rl</source>
        <translation>Copiar como cu&amp;rl</translation>
    </message>
    <message>
        <source>Cl&amp;ear</source>
        <translation>&amp;Vaciar</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Lo que se envió</translation>
    </message>
    <message>
        <source>What came back</source>
        <translation>Lo que se recibió</translation>
    </message>
    <message>
        <source>Choose a request to see what was sent…</source>
        <translation>Elija una petición para ver lo que se envió…</translation>
    </message>
    <message>
        <source>…and what came back. Secrets are masked.</source>
        <translation>…y lo que se recibió. Los secretos están enmascarados.</translation>
    </message>
</context>
<context>
    <name>ui::RequestModel</name>
    <message>
        <source>no answer</source>
        <translation>sin respuesta</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviado</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Recibido</translation>
    </message>
</context>
<context>
    <name>ui::ResourceDialog</name>
    <message>
        <source>New %1</source>
        <translation>Crear %1</translation>
    </message>
    <message>
        <source>Edit %1 %2</source>
        <translation>Editar %1 %2</translation>
    </message>
    <message>
        <source>Duplicate %1 %2</source>
        <translation>Duplicar %1 %2</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Guardar</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>&amp;Crear</translation>
    </message>
    <message>
        <source>Read the values &amp;again</source>
        <translation>&amp;Leer de nuevo los valores</translation>
    </message>
    <message>
        <source>Reading the values…</source>
        <translation>Leyendo los valores…</translation>
    </message>
    <message>
        <source>Without its values the secret cannot be changed.</source>
        <translation>Sin sus valores no se puede cambiar el secreto.</translation>
    </message>
    <message>
        <source>There is nothing to change.</source>
        <translation>No hay nada que cambiar.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Guardando…</translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation>¿Descartar?</translation>
    </message>
    <message>
        <source>Discard what you typed?</source>
        <translation>¿Descartar lo que ha escrito?</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>&amp;Seguir editando</translation>
    </message>
    <message>
        <source>Cancelled: nothing was sent.</source>
        <translation>Cancelado: no se envió nada.</translation>
    </message>
    <message>
        <source>The %1 is deleted on the server and only in this form now. Discard it?</source>
        <translation>%1: se ha eliminado en el servidor y ahora solo está en este formulario. ¿Descartarlo?</translation>
    </message>
    <message>
        <source>This is saved to the server.</source>
        <translation>Esto se guarda en el servidor.</translation>
    </message>
</context>
<context>
    <name>ui::ResourceForm</name>
    <message>
        <source>&amp;More</source>
        <translation>&amp;Más</translation>
    </message>
    <message>
        <source>&amp;Known driver</source>
        <translation>&amp;Controlador conocido</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ui::ResourcePage</name>
    <message>
        <source>Enter edits, Delete deletes, the menu key shows what else can be done.</source>
        <translation>Intro edita, Supr elimina, la tecla de menú muestra qué más se puede hacer.</translation>
    </message>
    <message>
        <source>Columns of %1</source>
        <translation>Columnas de %1</translation>
    </message>
    <message>
        <source>Age of the list</source>
        <translation>Edad de la lista</translation>
    </message>
    <message>
        <source>as of %1 · stale</source>
        <translation>a las %1 · sin actualizar</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>a las %1</translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation>&amp;Reintentar ahora</translation>
    </message>
</context>
<context>
    <name>ui::RunList</name>
    <message>
        <source>Runs</source>
        <translation>Ejecuciones</translation>
    </message>
    <message numerus="yes">
        <source>%n older run(s) dropped: the newest are kept here.</source>
        <translation>
            <numerusform>Se descartó %n ejecución anterior: aquí se guardan las más recientes.</numerusform>
            <numerusform>Se descartaron %n ejecuciones anteriores: aquí se guardan las más recientes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::RunPanel</name>
    <message>
        <source>&amp;Input (JSON)</source>
        <translation>E&amp;ntrada (JSON)</translation>
    </message>
    <message>
        <source>Input of the run, JSON</source>
        <translation>Entrada de la ejecución, JSON</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Ejecutar</translation>
    </message>
    <message>
        <source>Run the function with this input (Ctrl+Return)</source>
        <translation>Ejecutar la función con esta entrada (Ctrl+Intro)</translation>
    </message>
    <message>
        <source>The function is %1: it can run when it is READY.</source>
        <translation>La función está en %1: se puede ejecutar cuando esté en READY.</translation>
    </message>
    <message>
        <source>Left empty, the function gets no input.</source>
        <translation>Si se deja vacío, la función no recibe entrada.</translation>
    </message>
    <message>
        <source>paste the input of a run</source>
        <translation>pegar la entrada de una ejecución</translation>
    </message>
    <message>
        <source>The text is too long for this field, which is for inputs typed by hand.</source>
        <translation>El texto es demasiado largo para este campo, que es para entradas escritas a mano.</translation>
    </message>
    <message>
        <source>Send it as an event with a file: the subscribed functions get it as their input.</source>
        <translation>Envíelo como evento con un archivo: las funciones suscritas lo reciben como entrada.</translation>
    </message>
    <message>
        <source>This runs the function %1.</source>
        <translation>Esto ejecuta la función %1.</translation>
    </message>
</context>
<context>
    <name>ui::RunView</name>
    <message>
        <source>Output</source>
        <translation>Salida</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Registros</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrada</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>Ejecución %1</translation>
    </message>
    <message>
        <source>Choose a run to see its output, logs and error.</source>
        <translation>Elija una ejecución para ver su salida, sus registros y su error.</translation>
    </message>
    <message>
        <source>No output.</source>
        <translation>Sin salida.</translation>
    </message>
    <message>
        <source>Still running…</source>
        <translation>Aún en curso…</translation>
    </message>
    <message>
        <source>--- standard error ---</source>
        <translation>--- salida de error ---</translation>
    </message>
    <message>
        <source>It wrote nothing.</source>
        <translation>No escribió nada.</translation>
    </message>
    <message>
        <source>No error.</source>
        <translation>Sin error.</translation>
    </message>
    <message>
        <source>Event %1
Type %2, source %3

</source>
        <translation>Evento %1
Tipo %2, origen %3

</translation>
    </message>
    <message>
        <source>No input.</source>
        <translation>Sin entrada.</translation>
    </message>
    <message>
        <source>
… cut here, after %1 kB</source>
        <translation>
… cortado aquí, tras %1 kB</translation>
    </message>
    <message>
        <source>Parts of the run</source>
        <translation>Partes de la ejecución</translation>
    </message>
</context>
<context>
    <name>ui::SaveFlow</name>
    <message>
        <source>save %1 %2</source>
        <translation>guardar %1 %2</translation>
    </message>
    <message>
        <source>Saving was cancelled. The server may have done a part of it already.</source>
        <translation>Se canceló el guardado. Puede que el servidor ya haya hecho una parte.</translation>
    </message>
    <message>
        <source>Look at the list before you try again.</source>
        <translation>Mire la lista antes de volver a intentarlo.</translation>
    </message>
    <message>
        <source>The old %1 is deleted and the new one is not there yet: it is only in this form. %2</source>
        <translation>%1: lo anterior se ha eliminado y lo nuevo aún no está allí; solo está en este formulario. %2</translation>
    </message>
    <message>
        <source>Save again to create it.</source>
        <translation>Guarde de nuevo para crearlo.</translation>
    </message>
</context>
<context>
    <name>ui::SecretPairsEditor</name>
    <message>
        <source>S&amp;how values</source>
        <translation>&amp;Mostrar valores</translation>
    </message>
    <message>
        <source>Value from &amp;file…</source>
        <translation>Valor desde &amp;archivo…</translation>
    </message>
    <message>
        <source>A secret needs at least one key.</source>
        <translation>Un secreto necesita al menos una clave.</translation>
    </message>
    <message>
        <source>A file that becomes one value</source>
        <translation>Un archivo que se convierte en un valor</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>No se puede leer %1: %2</translation>
    </message>
    <message>
        <source>%1 is larger than 1 MB, too large for a secret.</source>
        <translation>%1 es mayor de 1 MB, demasiado grande para un secreto.</translation>
    </message>
    <message>
        <source>%1 is not text (UTF-8). Encode it first, for example with base64.</source>
        <translation>%1 no es texto (UTF-8). Codifíquelo antes, por ejemplo con base64.</translation>
    </message>
</context>
<context>
    <name>ui::SecretPeek</name>
    <message>
        <source>&amp;Reveal</source>
        <translation>&amp;Revelar</translation>
    </message>
    <message>
        <source>Fetch this value and show it for 30 seconds</source>
        <translation>Obtener este valor y mostrarlo durante 30 segundos</translation>
    </message>
    <message>
        <source>Reveal the value for 30 seconds</source>
        <translation>Revelar el valor durante 30 segundos</translation>
    </message>
    <message>
        <source>Key of the secret</source>
        <translation>Clave del secreto</translation>
    </message>
    <message>
        <source>Value of the key</source>
        <translation>Valor de la clave</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copiar</translation>
    </message>
    <message>
        <source>Fetch this value and put it on the clipboard for 30 seconds</source>
        <translation>Obtener este valor y ponerlo en el portapapeles durante 30 segundos</translation>
    </message>
    <message>
        <source>Copy the value for 30 seconds</source>
        <translation>Copiar el valor durante 30 segundos</translation>
    </message>
</context>
<context>
    <name>ui::SendRow</name>
    <message>
        <source>Send man&amp;y…</source>
        <translation>Enviar &amp;muchos…</translation>
    </message>
    <message>
        <source>Send this event many times, or the lines of a file</source>
        <translation>Enviar este evento muchas veces, o las líneas de un archivo</translation>
    </message>
    <message>
        <source>&amp;Send event</source>
        <translation>&amp;Enviar evento</translation>
    </message>
    <message>
        <source>Send the event (Ctrl+Return)</source>
        <translation>Enviar el evento (Ctrl+Intro)</translation>
    </message>
    <message>
        <source>How much of the event is sent</source>
        <translation>Cuánto del evento se ha enviado</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancelar</translation>
    </message>
    <message>
        <source>Cancel sending the event</source>
        <translation>Cancelar el envío del evento</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Enviando…</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>Preparando…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1 sent, waiting for the answer…</source>
        <translation>%1 enviados, esperando la respuesta…</translation>
    </message>
</context>
<context>
    <name>ui::ServiceAccountDialog</name>
    <message>
        <source>New service account</source>
        <translation>Cuenta de servicio nueva</translation>
    </message>
    <message>
        <source>A key is made on this machine and kept like every other secret of a connection. The server gets its public half. A new connection then signs in to the organization “%1” with it.</source>
        <translation>Se crea una clave en este equipo y se guarda como cualquier otro secreto de una conexión. El servidor recibe su mitad pública. Una conexión nueva inicia luego sesión con ella en la organización «%1».</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>Name of the service account</source>
        <translation>Nombre de la cuenta de servicio</translation>
    </message>
    <message>
        <source>&amp;Allow it everything in this organization, with a policy of its own</source>
        <translation>&amp;Permitirle todo en esta organización, con una política propia</translation>
    </message>
    <message>
        <source>Without a policy it can sign in and do nothing.</source>
        <translation>Sin una política puede iniciar sesión y no hacer nada.</translation>
    </message>
    <message>
        <source>&amp;Make it</source>
        <translation>&amp;Crearla</translation>
    </message>
    <message>
        <source>A name has letters, digits, - and _ only.</source>
        <translation>Un nombre solo tiene letras, dígitos, - y _.</translation>
    </message>
    <message>
        <source>This makes a service account.</source>
        <translation>Esto crea una cuenta de servicio.</translation>
    </message>
</context>
<context>
    <name>ui::ServicesModel</name>
    <message>
        <source>only inside the cluster</source>
        <translation>solo dentro del clúster</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Espacio de nombres</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>Puertos</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Direcciones</translation>
    </message>
</context>
<context>
    <name>ui::ServicesView</name>
    <message>
        <source>Services</source>
        <translation>Servicios</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>Actuali&amp;zar</translation>
    </message>
    <message>
        <source>&amp;Open in the browser</source>
        <translation>&amp;Abrir en el navegador</translation>
    </message>
    <message>
        <source>&amp;Copy the address</source>
        <translation>&amp;Copiar la dirección</translation>
    </message>
    <message>
        <source>Co&amp;nnect to it…</source>
        <translation>Co&amp;nectarse a él…</translation>
    </message>
    <message>
        <source>Asking for the services…</source>
        <translation>Preguntando por los servicios…</translation>
    </message>
    <message>
        <source>The cluster must run to have services.</source>
        <translation>El clúster debe estar en marcha para tener servicios.</translation>
    </message>
    <message>
        <source>Stop the &amp;tunnel</source>
        <translation>Detener el &amp;túnel</translation>
    </message>
    <message>
        <source>Stop the &amp;dashboard</source>
        <translation>Detener el &amp;panel</translation>
    </message>
    <message>
        <source>Start a &amp;tunnel</source>
        <translation>Iniciar un &amp;túnel</translation>
    </message>
    <message>
        <source>Start the &amp;dashboard</source>
        <translation>Iniciar el &amp;panel</translation>
    </message>
    <message>
        <source>A tunnel gives services of the type LoadBalancer an address.</source>
        <translation>Un túnel da una dirección a los servicios del tipo LoadBalancer.</translation>
    </message>
    <message>
        <source>The dashboard of Kubernetes, in a browser.</source>
        <translation>El panel de Kubernetes, en un navegador.</translation>
    </message>
    <message>
        <source>The tunnel wants a password, which it can only ask for in a terminal. Run there: %1</source>
        <translation>El túnel quiere una contraseña, que solo puede pedir en una terminal. Ejecute allí: %1</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>iniciando…</translation>
    </message>
    <message>
        <source>Copy the co&amp;mmand</source>
        <translation>Copiar el co&amp;mando</translation>
    </message>
    <message>
        <source>Open it in the &amp;browser</source>
        <translation>Abrirlo en el nave&amp;gador</translation>
    </message>
</context>
<context>
    <name>ui::SignInForm</name>
    <message>
        <source>A service account has a name, as ci or acme/ci.</source>
        <translation>Una cuenta de servicio tiene un nombre, como ci o acme/ci.</translation>
    </message>
    <message>
        <source>The cookie is missing: all of the header, as name=value.</source>
        <translation>Falta la cookie: toda la cabecera, como name=value.</translation>
    </message>
    <message>
        <source>The token is missing: without the word Bearer.</source>
        <translation>Falta el token: sin la palabra Bearer.</translation>
    </message>
    <message>
        <source>The private key of the service account is missing.</source>
        <translation>Falta la clave privada de la cuenta de servicio.</translation>
    </message>
    <message>
        <source>The secret is kept in the keychain of this desktop (%1).</source>
        <translation>El secreto se guarda en el llavero de este escritorio (%1).</translation>
    </message>
    <message>
        <source>The secret is kept until the console ends. %1</source>
        <translation>El secreto se guarda hasta que termine la consola. %1</translation>
    </message>
    <message>
        <source>Asking the keychain…</source>
        <translation>Preguntando al llavero…</translation>
    </message>
    <message>
        <source>None: as Dispatch Solo expects it</source>
        <translation>Ninguno: como lo espera Dispatch Solo</translation>
    </message>
    <message>
        <source>Cookie</source>
        <translation>Cookie</translation>
    </message>
    <message>
        <source>Bearer token</source>
        <translation>Token de portador</translation>
    </message>
    <message>
        <source>Service account with its key</source>
        <translation>Cuenta de servicio con su clave</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>&amp;Inicio de sesión</translation>
    </message>
    <message>
        <source>Coo&amp;kie</source>
        <translation>Coo&amp;kie</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>&amp;Token</translation>
    </message>
    <message>
        <source>Acco&amp;unt</source>
        <translation>C&amp;uenta</translation>
    </message>
    <message>
        <source>Private &amp;key</source>
        <translation>Cla&amp;ve privada</translation>
    </message>
    <message>
        <source>&amp;Pass phrase</source>
        <translation>Frase de contra&amp;seña</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>E&amp;legir…</translation>
    </message>
    <message>
        <source>Choose the file of the private key</source>
        <translation>Elegir el archivo de la clave privada</translation>
    </message>
    <message>
        <source>name, or organization/name</source>
        <translation>nombre, u organización/nombre</translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation>guardado; escriba para reemplazarlo</translation>
    </message>
    <message>
        <source>asked each time, kept nowhere</source>
        <translation>se pide cada vez, no se guarda en ningún lugar</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>guardado</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>ninguna elegida</translation>
    </message>
    <message>
        <source>Private key of the service account</source>
        <translation>Clave privada de la cuenta de servicio</translation>
    </message>
    <message>
        <source>Get it with the &amp;browser…</source>
        <translation>O&amp;btenerla con el navegador…</translation>
    </message>
    <message>
        <source>Sign in with the browser</source>
        <translation>Iniciar sesión con el navegador</translation>
    </message>
</context>
<context>
    <name>ui::SourceBar</name>
    <message>
        <source>&amp;Files…</source>
        <translation>&amp;Archivos…</translation>
    </message>
    <message>
        <source>F&amp;older…</source>
        <translation>Car&amp;peta…</translation>
    </message>
    <message>
        <source>&amp;Paste…</source>
        <translation>P&amp;egar…</translation>
    </message>
    <message>
        <source>&amp;Address…</source>
        <translation>&amp;Dirección…</translation>
    </message>
    <message>
        <source>What is imported</source>
        <translation>Qué se importa</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>Importar archivos</translation>
    </message>
    <message>
        <source>YAML and JSON (*.yaml *.yml *.json)</source>
        <translation>YAML y JSON (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>Importar una carpeta</translation>
    </message>
    <message>
        <source>Import from an address</source>
        <translation>Importar desde una dirección</translation>
    </message>
    <message>
        <source>Address of a YAML or JSON file (http or https). The credentials of the connection are not sent there.</source>
        <translation>Dirección de un archivo YAML o JSON (http o https). Las credenciales de la conexión no se envían allí.</translation>
    </message>
</context>
<context>
    <name>ui::SourceEditor</name>
    <message>
        <source>choose, drop or type a path</source>
        <translation>elija, suelte o escriba una ruta</translation>
    </message>
    <message>
        <source>Fol&amp;der…</source>
        <translation>Car&amp;peta…</translation>
    </message>
    <message>
        <source>&amp;File…</source>
        <translation>&amp;Archivo…</translation>
    </message>
    <message>
        <source>Choose a source folder</source>
        <translation>Elegir una carpeta de código fuente</translation>
    </message>
    <message>
        <source>Choose a source file</source>
        <translation>Elegir un archivo de código fuente</translation>
    </message>
    <message>
        <source>The server never gives a source back: choose it again to change the function.</source>
        <translation>El servidor nunca devuelve el código fuente: elíjalo de nuevo para cambiar la función.</translation>
    </message>
    <message>
        <source>Choose the file or the folder with the code.</source>
        <translation>Elija el archivo o la carpeta con el código.</translation>
    </message>
    <message>
        <source>There is no file or folder %1.</source>
        <translation>No existe el archivo o la carpeta %1.</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>No se puede leer %1.</translation>
    </message>
    <message>
        <source>A folder needs a handler that says where to begin.</source>
        <translation>Una carpeta necesita un manejador que diga dónde empezar.</translation>
    </message>
    <message>
        <source>All files below the folder are packed, without hidden ones.</source>
        <translation>Se empaquetan todos los archivos de la carpeta, sin los ocultos.</translation>
    </message>
    <message>
        <source>%1, read when the form is sent.</source>
        <translation>%1, se lee cuando se envía el formulario.</translation>
    </message>
    <message>
        <source>Folder with the code</source>
        <translation>Carpeta con el código</translation>
    </message>
    <message>
        <source>File with the code</source>
        <translation>Archivo con el código</translation>
    </message>
</context>
<context>
    <name>ui::StartPage</name>
    <message>
        <source>Starting local Dispatch…</source>
        <translation>Iniciando el Dispatch local…</translation>
    </message>
    <message>
        <source>Where is your Dispatch?</source>
        <translation>¿Dónde está su Dispatch?</translation>
    </message>
    <message>
        <source>Start &amp;local Dispatch</source>
        <translation>&amp;Iniciar el Dispatch local</translation>
    </message>
    <message>
        <source>Works right away on this machine, keeps its data, needs nothing else.</source>
        <translation>Funciona enseguida en este equipo, conserva sus datos y no necesita nada más.</translation>
    </message>
    <message>
        <source>&amp;Connect to a server</source>
        <translation>&amp;Conectarse a un servidor</translation>
    </message>
    <message>
        <source>Dispatch Solo or Dispatch on Kubernetes, by its address.</source>
        <translation>Dispatch Solo o Dispatch en Kubernetes, por su dirección.</translation>
    </message>
    <message>
        <source>Set up &amp;minikube</source>
        <translation>Preparar &amp;minikube</translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation>&amp;Reiniciar el Dispatch local</translation>
    </message>
    <message>
        <source>A full cluster on this machine, with Dispatch in it: make, start and watch it here.</source>
        <translation>Un clúster completo en este equipo, con Dispatch dentro: créelo, inícielo y obsérvelo aquí.</translation>
    </message>
</context>
<context>
    <name>ui::StatusLine</name>
    <message>
        <source>not connected</source>
        <translation>sin conexión</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>conectando</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>conectado</translation>
    </message>
    <message>
        <source>connected %1 ms</source>
        <translation>conectado %1 ms</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>sin respuesta</translation>
    </message>
    <message>
        <source>paused: the sign-in was refused</source>
        <translation>en pausa: se rechazó el inicio de sesión</translation>
    </message>
    <message>
        <source>next look %1 s</source>
        <translation>próxima consulta %1 s</translation>
    </message>
    <message>
        <source>token %1 s</source>
        <translation>token %1 s</translation>
    </message>
    <message>
        <source>token %1 min</source>
        <translation>token %1 min</translation>
    </message>
</context>
<context>
    <name>ui::TemplateBar</name>
    <message>
        <source>Templates</source>
        <translation>Plantillas</translation>
    </message>
    <message>
        <source>Pinned templates</source>
        <translation>Plantillas fijadas</translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation>Plantilla %1</translation>
    </message>
    <message>
        <source>%1 is no template and was left alone: %2</source>
        <translation>%1 no es una plantilla y no se tocó: %2</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more file(s).</source>
        <translation>
            <numerusform>… y %n archivo más.</numerusform>
            <numerusform>… y %n archivos más.</numerusform>
        </translation>
    </message>
    <message>
        <source>No templates yet</source>
        <translation>Aún no hay plantillas</translation>
    </message>
    <message>
        <source>&amp;Save as template…</source>
        <translation>&amp;Guardar como plantilla…</translation>
    </message>
    <message>
        <source>&amp;Update with this draft</source>
        <translation>Act&amp;ualizar con este borrador</translation>
    </message>
    <message>
        <source>&amp;Rename, describe, pin</source>
        <translation>&amp;Renombrar, describir, fijar</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Eliminar</translation>
    </message>
    <message>
        <source>&amp;Open the folder</source>
        <translation>&amp;Abrir la carpeta</translation>
    </message>
    <message>
        <source>Delete a template</source>
        <translation>Eliminar una plantilla</translation>
    </message>
    <message>
        <source>Delete the template %1?</source>
        <translation>¿Eliminar la plantilla %1?</translation>
    </message>
    <message>
        <source>The file %1 goes with it.</source>
        <translation>El archivo %1 desaparece con ella.</translation>
    </message>
    <message>
        <source>open the folder of templates</source>
        <translation>abrir la carpeta de plantillas</translation>
    </message>
    <message>
        <source>No program on this desktop opens folders.</source>
        <translation>Ningún programa de este escritorio abre carpetas.</translation>
    </message>
    <message>
        <source>The templates are in %1.</source>
        <translation>Las plantillas están en %1.</translation>
    </message>
    <message>
        <source>Tem&amp;plates</source>
        <translation>&amp;Plantillas</translation>
    </message>
</context>
<context>
    <name>ui::TemplateDialog</name>
    <message>
        <source>&amp;Pinned: has a button of its own</source>
        <translation>&amp;Fijada: tiene su propio botón</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descripción</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>&amp;Descripción</translation>
    </message>
    <message>
        <source>A template needs a name.</source>
        <translation>Una plantilla necesita un nombre.</translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>Guardar como plantilla</translation>
    </message>
    <message>
        <source>Template %1</source>
        <translation>Plantilla %1</translation>
    </message>
</context>
<context>
    <name>ui::ToolChooser</name>
    <message>
        <source>Where is %1?</source>
        <translation>¿Dónde está %1?</translation>
    </message>
</context>
<context>
    <name>ui::ToolsModel</name>
    <message>
        <source>looking</source>
        <translation>buscando</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>no encontrada</translation>
    </message>
    <message>
        <source>cannot be run</source>
        <translation>no se puede ejecutar</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>rota</translation>
    </message>
    <message>
        <source>too old</source>
        <translation>demasiado antigua</translation>
    </message>
    <message>
        <source>good</source>
        <translation>correcta</translation>
    </message>
    <message>
        <source>%1 (chosen)</source>
        <translation>%1 (elegida)</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Herramienta</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Veredicto</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>Para qué</translation>
    </message>
</context>
<context>
    <name>ui::ToolsView</name>
    <message>
        <source>%1 is not on this machine, or not where programs are looked for. To get it: %2. Or choose where it is.</source>
        <translation>%1 no está en este equipo, o no donde se buscan los programas. Para obtenerlo: %2. O elija dónde está.</translation>
    </message>
    <message>
        <source>%1 is not a program that can be run. Choose another file, or search for it again.</source>
        <translation>%1 no es un programa que se pueda ejecutar. Elija otro archivo o búsquelo de nuevo.</translation>
    </message>
    <message>
        <source>%1 does not tell its version (%2). Check that it is %3, and for this machine.</source>
        <translation>%1 no dice su versión (%2). Compruebe que es %3 y que es para este equipo.</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>no dijo nada</translation>
    </message>
    <message>
        <source>%1 is older than %2. To get a newer one: %3.</source>
        <translation>%1 es anterior a %2. Para obtener uno más nuevo: %3.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Herramientas</translation>
    </message>
    <message>
        <source>About the tool</source>
        <translation>Acerca de la herramienta</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>Actuali&amp;zar</translation>
    </message>
    <message>
        <source>Choose the &amp;file…</source>
        <translation>Elegir el &amp;archivo…</translation>
    </message>
    <message>
        <source>&amp;Search for it</source>
        <translation>&amp;Buscarla</translation>
    </message>
    <message>
        <source>Copy &amp;how to get it</source>
        <translation>Copiar &amp;cómo obtenerla</translation>
    </message>
    <message>
        <source>Choose a tool to read about it. A cluster takes minikube and something that carries it, such as Docker; kubectl shows what runs in it.</source>
        <translation>Elija una herramienta para leer sobre ella. Un clúster necesita minikube y algo que lo lleve, como Docker; kubectl muestra lo que funciona en él.</translation>
    </message>
    <message>
        <source>%1 %2.</source>
        <translation>%1 %2.</translation>
    </message>
    <message>
        <source>Looking &amp;again…</source>
        <translation>Actuali&amp;zando…</translation>
    </message>
</context>
<context>
    <name>ui::Tour</name>
    <message>
        <source>A Dispatch of your own</source>
        <translation>Un Dispatch propio</translation>
    </message>
    <message>
        <source>A local Dispatch runs on this machine. It keeps its data, and it is a real one: what works here works on a server.</source>
        <translation>Un Dispatch local funciona en este equipo. Conserva sus datos y es de verdad: lo que funciona aquí funciona en un servidor.</translation>
    </message>
    <message>
        <source>Register a driver type</source>
        <translation>Registrar un tipo de controlador</translation>
    </message>
    <message>
        <source>A driver type says which image turns something into events. The catalogue knows the usual ones; ticker is the simplest.</source>
        <translation>Un tipo de controlador dice qué imagen convierte algo en eventos. El catálogo conoce los habituales; ticker es el más sencillo.</translation>
    </message>
    <message>
        <source>Keep a secret</source>
        <translation>Guardar un secreto</translation>
    </message>
    <message>
        <source>Passwords belong into secrets: drivers and functions refer to them by name, and the window never shows a value unless you ask.</source>
        <translation>Las contraseñas van en secretos: los controladores y las funciones remiten a ellos por su nombre, y la ventana nunca muestra un valor si no lo pide.</translation>
    </message>
    <message>
        <source>Start a driver</source>
        <translation>Iniciar un controlador</translation>
    </message>
    <message>
        <source>A driver is a running instance of a type. This one ticks every two seconds. The table follows it until it is READY.</source>
        <translation>Un controlador es una instancia en marcha de un tipo. Este marca cada dos segundos. La tabla lo sigue hasta que está en READY.</translation>
    </message>
    <message>
        <source>Create a function</source>
        <translation>Crear una función</translation>
    </message>
    <message>
        <source>A function is a file or a folder with code. Dispatch builds it and says READY when it can run.</source>
        <translation>Una función es un archivo o una carpeta con código. Dispatch la construye y dice READY cuando se puede ejecutar.</translation>
    </message>
    <message>
        <source>Subscribe the function</source>
        <translation>Suscribir la función</translation>
    </message>
    <message>
        <source>A subscription ties an event type to a function, letter by letter. From now on each tick runs hello.</source>
        <translation>Una suscripción une un tipo de evento a una función, letra por letra. A partir de ahora, cada marca ejecuta hello.</translation>
    </message>
    <message>
        <source>Look at what ran</source>
        <translation>Mirar lo que se ejecutó</translation>
    </message>
    <message>
        <source>The function keeps its runs: those of the ticker and yours, each with its input, output and log.</source>
        <translation>La función guarda sus ejecuciones: las del ticker y las suyas, cada una con su entrada, su salida y su registro.</translation>
    </message>
    <message>
        <source>Stop the driver</source>
        <translation>Detener el controlador</translation>
    </message>
    <message>
        <source>Deleting says first what depends on the thing, and Cancel is the default. Nothing needs this driver, so it goes.</source>
        <translation>Al eliminar se dice antes qué depende de ello, y Cancelar es lo predeterminado. Nada necesita este controlador, así que se elimina.</translation>
    </message>
    <message>
        <source>The picture %1 could not be saved. Is there space, and may you write there?</source>
        <translation>No se pudo guardar la imagen %1. ¿Hay espacio y puede escribir allí?</translation>
    </message>
    <message>
        <source>The window was closed.</source>
        <translation>Se cerró la ventana.</translation>
    </message>
    <message>
        <source>The tour was stopped.</source>
        <translation>Se detuvo el recorrido.</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1 de %2: %3</translation>
    </message>
    <message>
        <source>nothing came of it</source>
        <translation>no resultó nada</translation>
    </message>
    <message>
        <source>the control was not there</source>
        <translation>el control no estaba allí</translation>
    </message>
    <message>
        <source>Step %1 (%2), move %3 did not happen: %4.</source>
        <translation>El paso %1 (%2), movimiento %3, no ocurrió: %4.</translation>
    </message>
    <message>
        <source>Compose an event and see whom it hits</source>
        <translation>Redactar un evento y ver a quién afecta</translation>
    </message>
    <message>
        <source>Events can be made by hand. Before anything is sent, the page says whom the event will hit and shows the request to the byte, also for curl, PowerShell and Python.</source>
        <translation>Los eventos se pueden crear a mano. Antes de enviar nada, la página dice a quién afectará el evento y muestra la petición byte por byte, también para curl, PowerShell y Python.</translation>
    </message>
    <message>
        <source>Send it and follow what it does</source>
        <translation>Enviarlo y seguir lo que hace</translation>
    </message>
    <message>
        <source>The trace joins each subscription with its run: state, duration, output and log, and whether the function was given exactly what was sent.</source>
        <translation>La traza une cada suscripción con su ejecución: estado, duración, salida y registro, y si la función recibió exactamente lo que se envió.</translation>
    </message>
    <message>
        <source>Keep it as a template</source>
        <translation>Guardarlo como plantilla</translation>
    </message>
    <message>
        <source>A template is a plain file that can be shared. A pinned one has a button of its own. All that was ever sent is in the history.</source>
        <translation>Una plantilla es un archivo sencillo que se puede compartir. Una fijada tiene su propio botón. Todo lo que se ha enviado está en el historial.</translation>
    </message>
    <message>
        <source>Send many</source>
        <translation>Enviar muchos</translation>
    </message>
    <message>
        <source>A job sends an event many times or the lines of a file, at a rate or as fast as answers come. It keeps a line for each event and draws how long everything takes.</source>
        <translation>Un trabajo envía un evento muchas veces o las líneas de un archivo, a un ritmo o tan rápido como lleguen las respuestas. Guarda una línea por evento y dibuja cuánto tarda todo.</translation>
    </message>
</context>
<context>
    <name>ui::TourCaption</name>
    <message>
        <source>&amp;Stop tour</source>
        <translation>&amp;Detener recorrido</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Recorrido</translation>
    </message>
</context>
<context>
    <name>ui::TraceModel</name>
    <message>
        <source>none that is known</source>
        <translation>ninguna conocida</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Suscripción</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>Función</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>no run</source>
        <translation>ninguna ejecución</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>en cola</translation>
    </message>
</context>
<context>
    <name>ui::TraceView</name>
    <message>
        <source>Send an event, and what it does appears here.</source>
        <translation>Envíe un evento y aquí aparecerá lo que hace.</translation>
    </message>
    <message>
        <source>Sending %1…</source>
        <translation>Enviando %1…</translation>
    </message>
    <message>
        <source>Not accepted: %1</source>
        <translation>No aceptado: %1</translation>
    </message>
    <message>
        <source>Accepted: HTTP %1 after %2 ms</source>
        <translation>Aceptado: HTTP %1 tras %2 ms</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n suscripción</numerusform>
            <numerusform>%n suscripciones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%n en cola</numerusform>
            <numerusform>%n en cola</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n en curso</numerusform>
            <numerusform>%n en curso</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n succeeded</source>
        <translation>
            <numerusform>%n con éxito</numerusform>
            <numerusform>%n con éxito</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n con fallo</numerusform>
            <numerusform>%n con fallo</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a run</source>
        <translation>
            <numerusform>%n sin ejecución</numerusform>
            <numerusform>%n sin ejecución</numerusform>
        </translation>
    </message>
    <message>
        <source>Queued. Following the runs it causes…</source>
        <translation>En cola. Siguiendo las ejecuciones que causa…</translation>
    </message>
    <message>
        <source>The runs cannot be seen just now: %1</source>
        <translation>Las ejecuciones no se pueden ver ahora mismo: %1</translation>
    </message>
    <message>
        <source>Everything it caused has ended.</source>
        <translation>Todo lo que causó ha terminado.</translation>
    </message>
    <message>
        <source>No subscription matched %1: the server took the event and dropped it.</source>
        <translation>Ninguna suscripción coincidió con %1: el servidor aceptó el evento y lo descartó.</translation>
    </message>
    <message>
        <source>The deadline passed before everything had ended. A run that comes later is still shown.</source>
        <translation>El plazo venció antes de que terminara todo. Una ejecución que llegue más tarde se mostrará igualmente.</translation>
    </message>
    <message>
        <source>This server does not tell of runs: what the event did cannot be seen from here.</source>
        <translation>Este servidor no informa de las ejecuciones: lo que hizo el evento no se puede ver desde aquí.</translation>
    </message>
    <message>
        <source>✓ The function received exactly what was sent.</source>
        <translation>✓ La función recibió exactamente lo que se envió.</translation>
    </message>
    <message>
        <source>Nobody can tell whether the function received what was sent.</source>
        <translation>Nadie puede decir si la función recibió lo que se envió.</translation>
    </message>
    <message>
        <source>The function received something else</source>
        <translation>La función recibió otra cosa</translation>
    </message>
    <message>
        <source>The function received something else at %1</source>
        <translation>La función recibió otra cosa en %1</translation>
    </message>
    <message>
        <source>%1: sent %2, received %3</source>
        <translation>%1: enviado %2, recibido %3</translation>
    </message>
    <message>
        <source>What the event did</source>
        <translation>Lo que hizo el evento</translation>
    </message>
    <message>
        <source>What each subscription made of the event</source>
        <translation>Lo que hizo cada suscripción con el evento</translation>
    </message>
</context>
<context>
    <name>ui::UndoDialog</name>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Take back the latest change?</source>
        <translation>¿Deshacer el último cambio?</translation>
    </message>
    <message>
        <source>What undoing would do</source>
        <translation>Lo que se haría al deshacer</translation>
    </message>
    <message>
        <source>What would differ</source>
        <translation>Lo que cambiaría</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>After undoing</source>
        <translation>Después de deshacer</translation>
    </message>
    <message>
        <source>Bring secrets back &amp;without their values, which are not kept</source>
        <translation>Recuperar los secretos &amp;sin sus valores, que no se guardan</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Deshacer</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>De&amp;tener</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Cerrar</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>C&amp;ancelar</translation>
    </message>
    <message numerus="yes">
        <source>Take back the whole import (%n changes)?</source>
        <translation>
            <numerusform>¿Deshacer la importación entera (%n cambio)?</numerusform>
            <numerusform>¿Deshacer la importación entera (%n cambios)?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::UndoModel</name>
    <message>
        <source>Delete %1 %2, which was created</source>
        <translation>Eliminar %1 %2, que se creó</translation>
    </message>
    <message>
        <source>Change %1 %2 back</source>
        <translation>Devolver %1 %2 a como era</translation>
    </message>
    <message>
        <source>Create %1 %2 again, which was deleted</source>
        <translation>Crear de nuevo %1 %2, que se eliminó</translation>
    </message>
    <message>
        <source>⚠ The values of the secret are gone.</source>
        <translation>⚠ Los valores del secreto se han perdido.</translation>
    </message>
    <message>
        <source>Undoing would</source>
        <translation>Al deshacer se haría</translation>
    </message>
    <message>
        <source>Done at</source>
        <translation>Hecho a las</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
</context>
<context>
    <name>ui::VariableMenu</name>
    <message>
        <source>Variables</source>
        <translation>Variables</translation>
    </message>
    <message>
        <source>Put a variable into the field with the cursor (Ctrl+Space)</source>
        <translation>Poner una variable en el campo del cursor (Ctrl+Espacio)</translation>
    </message>
    <message>
        <source>%1  –  %2</source>
        <translation>%1  –  %2</translation>
    </message>
</context>
<context>
    <name>ui::WireView</name>
    <message>
        <source>length not known yet</source>
        <translation>longitud aún desconocida</translation>
    </message>
    <message>
        <source>%1 bytes here</source>
        <translation>%1 bytes aquí</translation>
    </message>
    <message>
        <source>as base64</source>
        <translation>como base64</translation>
    </message>
    <message>
        <source>as text</source>
        <translation>como texto</translation>
    </message>
    <message>
        <source>⟨the file %1, %2 bytes, %3, %4⟩</source>
        <translation>⟨el archivo %1, %2 bytes, %3, %4⟩</translation>
    </message>
    <message>
        <source>
… shortened here; %1 more bytes go out.</source>
        <translation>
… abreviado aquí; se envían %1 bytes más.</translation>
    </message>
    <message>
        <source>
… shortened here; %1 characters in all. Copy takes everything.</source>
        <translation>
… abreviado aquí; %1 caracteres en total. Copiar lo toma todo.</translation>
    </message>
    <message>
        <source>The request as it will go</source>
        <translation>La petición tal como se enviará</translation>
    </message>
    <message>
        <source>The same request for other tools</source>
        <translation>La misma petición para otras herramientas</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copiar</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Petición</translation>
    </message>
    <message>
        <source>Set the environment variable %1 before you run it: no credential is written here.</source>
        <translation>Defina la variable de entorno %1 antes de ejecutarlo: aquí no se escribe ninguna credencial.</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>aún desconocido</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 bytes</translation>
    </message>
    <message>
        <source>Data %1 · encoded %2 · request body %3</source>
        <translation>Datos %1 · codificados %2 · cuerpo de la petición %3</translation>
    </message>
</context>
<context>
    <name>ui::WorkloadView</name>
    <message>
        <source>ready</source>
        <translation>listo</translation>
    </message>
    <message>
        <source>NOT ready</source>
        <translation>NO listo</translation>
    </message>
    <message>
        <source>takes no new pods</source>
        <translation>no admite pods nuevos</translation>
    </message>
    <message>
        <source>%1 CPUs</source>
        <translation>%1 CPU</translation>
    </message>
    <message>
        <source>%1 for pods</source>
        <translation>%1 para pods</translation>
    </message>
    <message>
        <source>Node %1: %2</source>
        <translation>Nodo %1: %2</translation>
    </message>
    <message>
        <source>What runs in the cluster</source>
        <translation>Lo que funciona en el clúster</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Espacio de nombres</translation>
    </message>
    <message>
        <source>All namespaces</source>
        <translation>Todos los espacios de nombres</translation>
    </message>
    <message>
        <source>Filter the pods: name, state, reason… (-word: without)</source>
        <translation>Filtrar los pods: nombre, estado, motivo… (-palabra: sin)</translation>
    </message>
    <message>
        <source>Filter the pods</source>
        <translation>Filtrar los pods</translation>
    </message>
    <message>
        <source>Look again now</source>
        <translation>Actualizar ahora</translation>
    </message>
    <message>
        <source>Events, log and forwarded ports</source>
        <translation>Eventos, registro y puertos reenviados</translation>
    </message>
    <message>
        <source>%1 (terminating)</source>
        <translation>%1 (terminando)</translation>
    </message>
    <message>
        <source>Asking the cluster…</source>
        <translation>Preguntando al clúster…</translation>
    </message>
    <message>
        <source>There are no pods in this cluster.</source>
        <translation>No hay pods en este clúster.</translation>
    </message>
    <message>
        <source>There are no pods in %1.</source>
        <translation>No hay pods en %1.</translation>
    </message>
    <message>
        <source>No cluster is chosen</source>
        <translation>No se ha elegido ningún clúster</translation>
    </message>
    <message>
        <source>Choose one, or create one, to see what runs in it.</source>
        <translation>Elija uno, o cree uno, para ver lo que funciona en él.</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>What runs in it is shown when that is done.</source>
        <translation>Lo que funciona en él se muestra cuando eso termine.</translation>
    </message>
    <message>
        <source>kubectl is not on this machine</source>
        <translation>kubectl no está en este equipo</translation>
    </message>
    <message>
        <source>It is needed to see what runs in a cluster: %1</source>
        <translation>Se necesita para ver lo que funciona en un clúster: %1</translation>
    </message>
    <message>
        <source>kubectl does not work</source>
        <translation>kubectl no funciona</translation>
    </message>
    <message>
        <source>%1 cannot be used. Choose another one under Tools.</source>
        <translation>No se puede usar %1. Elija otro en Herramientas.</translation>
    </message>
    <message>
        <source>This was so %1 ago. %2</source>
        <translation>Así estaba hace %1. %2</translation>
    </message>
    <message numerus="yes">
        <source>Events (%n warnings)</source>
        <translation>
            <numerusform>Eventos (%n advertencia)</numerusform>
            <numerusform>Eventos (%n advertencias)</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Forwarded ports (%1)</source>
        <translation>Puertos reenviados (%1)</translation>
    </message>
    <message>
        <source>Forwarded ports</source>
        <translation>Puertos reenviados</translation>
    </message>
</context>
<context>
    <name>ui::Workspace</name>
    <message numerus="yes">
        <source>%n in ERROR</source>
        <translation>
            <numerusform>%n en ERROR</numerusform>
            <numerusform>%n en ERROR</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation>&amp;Reintentar ahora</translation>
    </message>
    <message>
        <source>Deleted %1 %2.</source>
        <translation>Eliminado: %1 %2.</translation>
    </message>
    <message>
        <source>Created %1 %2.</source>
        <translation>Creado: %1 %2.</translation>
    </message>
    <message>
        <source>Saved %1 %2.</source>
        <translation>Guardado: %1 %2.</translation>
    </message>
    <message>
        <source>%1 is READY.</source>
        <translation>%1 está en READY.</translation>
    </message>
    <message>
        <source>bring %1 %2 to READY</source>
        <translation>llevar %1 %2 a READY</translation>
    </message>
    <message>
        <source>It is in ERROR and the server gives no reason.</source>
        <translation>Está en ERROR y el servidor no da ningún motivo.</translation>
    </message>
    <message>
        <source>Correct it with Edit; saving starts it again.</source>
        <translation>Corríjalo con Editar; al guardar se inicia de nuevo.</translation>
    </message>
    <message>
        <source>&amp;Restart local Dispatch</source>
        <translation>&amp;Reiniciar el Dispatch local</translation>
    </message>
    <message>
        <source>the input of function %1</source>
        <translation>la entrada de la función %1</translation>
    </message>
    <message>
        <source>Discard?</source>
        <translation>¿Descartar?</translation>
    </message>
    <message>
        <source>Discard what you typed and did not send? It is in: %1.</source>
        <translation>¿Descartar lo que escribió y no envió? Está en: %1.</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>&amp;Seguir editando</translation>
    </message>
    <message>
        <source>the import that is running; what it has done stays done</source>
        <translation>la importación en curso; lo que ha hecho, hecho queda</translation>
    </message>
    <message>
        <source>There is nothing to undo here.</source>
        <translation>Aquí no hay nada que deshacer.</translation>
    </message>
    <message numerus="yes">
        <source>Undone: %n changes.</source>
        <translation>
            <numerusform>Deshecho: %n cambio.</numerusform>
            <numerusform>Deshecho: %n cambios.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Sign in again…</source>
        <translation>&amp;Iniciar sesión de nuevo…</translation>
    </message>
</context>
<context>
    <name>ui::YamlDesk</name>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>Importado: %n cambio.</numerusform>
            <numerusform>Importado: %n cambios.</numerusform>
        </translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>Exportado a %1.</translation>
    </message>
    <message numerus="yes">
        <source>Exported %n files to %1.</source>
        <translation>
            <numerusform>Se exportó %n archivo a %1.</numerusform>
            <numerusform>Se exportaron %n archivos a %1.</numerusform>
        </translation>
    </message>
</context>
</TS>

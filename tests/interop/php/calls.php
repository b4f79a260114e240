<?php
// Calls the samples with PHP's SoapClient, in both versions of SOAP, and prints what came.
ini_set('soap.wsdl_cache_enabled', '0');
foreach ([SOAP_1_1, SOAP_1_2] as $version) {
    $client = new SoapClient($argv[1], [
        'soap_version' => $version, 'login' => 'robot', 'password' => 'secret', 'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    ]);
    $example = $client->ExampleSamples()->result;
    echo 'same: ', json_encode($client->SameSamples(['value' => $example])->result), "\n";
    $page = $client->ListSamples(['prefix' => 'á & <b>', 'first' => 2])->result;
    echo 'page: ', $page->items->sample[1]->name, ', ', $page->after, "\n";
    $given = $client->UpdateDry(['sampleId' => 1, 'notes' => '', 'price' => '1.50'])->result->item;
    echo 'given: ', implode(', ', $given), "\n";
    $null = $client->UpdateDry(['sampleId' => 1, 'price' => null])->result->item;
    echo 'null: ', implode(', ', $null), "\n";
    echo 'made: ', $client->CreateSample(['seats' => 2, 'name' => 'mine'])->result->name, "\n";
    $client->DeleteSample(['sampleId' => 1]);
    try {
        $client->CreateSample(['name' => 'taken']);
    } catch (SoapFault $fault) {
        $taken = $fault->detail->Taken;
        echo 'fault: ', $fault->getMessage(), ' ', $taken->code, ', ', $taken->name, ', ', $taken->by->seats, "\n";
    }
    echo 'nothing: ', json_encode($client->PeekSample(['sampleId' => 0])->result), "\n";
}

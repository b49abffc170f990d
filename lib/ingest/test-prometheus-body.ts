/** What a Prometheus 2.42 sent: five scrapes of itself by remote write 1.0, three metrics kept, compressed by its own Snappy. */
export const prometheusBody: Uint8Array = Uint8Array.from(
  atob(
    '8x7weQp1CiIKCF9fbmFtZV9fEhZnb19nY19kdXJhdGlvbl9zZWNvbmRzChsKCGluc3RhbmNlEg8xMjcuMC4wLjE6Mjk2NDEKEQoDam9iEgpwcm9tZXRoZXVzCg0KCHF1YW50aWxlEgEwEhAJKrDuwl' +
    'AzFj8Qqd7u7580CngK/ncATncABBAKGXc0BDAuMjUSEAkfan2/CIIZegB3/vEAUvEAAA8deggDMC4BeSQiY0GjbHgnPxCp/vMAqvMAADcBehjXEoWloCwzFXr+5AGK5AEIMRIQQncACFIKDl1bDAJ1' +
    'cAq6RwIMEhAJAAUBAPAVywBmNr4BOHNjcmFwZV9zYW1wbGVzXwkPAGTeaAAIwHVAMa3+MwGKMwFEMBIQCQdPI1gVFAg/EJHm7u+f/hcDrhcDBCqwbZENev4XA6IXA3WQDXkAeDbSAf6BBI2BOgoEZR' +
    'd1kQ16/uQBiuQBMhcDDXf+FwMyFwMNVP4XA3IXAwhAeEARaP4zAYozATIXAwT57f4XA94XAw16/hcDxhcDDXn+FwPKFwMNev7kAYrkATIXAw13/hcDMhcDDVT+FwOCFwMNaP4zAYozATIXAwTh9f4X' +
    'A94XAw16/hcDxhcDDXn+FwPKFwMNev7kAYrkATIXAw13/hcDMhcDDVT+FwOCFwMNaP4zAYozATIXAwTJ/f4XA94XAw16/hcDxhcDDXn+FwPKFwMNev7kAYrkATIXAw13/hcDMhcDDVT+FwOCFwMUyf' +
    '3u7580'),
  (character) => character.charCodeAt(0),
);
